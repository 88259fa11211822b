"""Training and sampling in PyTorch: channels last, in one of the modes of modes.py."""

import torch
import torch.nn.functional as F
from torch import nn

import modes
from unet import Unet

TIMESTEPS = 1000
alphas_cumprod = torch.cumprod(1 - torch.linspace(1e-4, 0.02, TIMESTEPS), 0)


def network(kind, config):
    """The network as a module, and as a function of x_t and t."""
    if kind == "diffusers":
        from diffusers import UNet2DModel

        module = UNet2DModel(**{field: value for field, value in config.items() if not field.startswith("_")})
        return module.to(memory_format=torch.channels_last), lambda x, t: module(x, t).sample
    module = Unet(config).to(memory_format=torch.channels_last)
    return module, module


def count(module):
    return sum(parameter.numel() for parameter in module.parameters())


def training(kind, config, batch, side, mode="eager"):
    """A gradient of fixed inputs, and whole steps: noise, gradient, clipping, AdamW of two kinds, EMA."""
    module, predict = network(kind, config)
    parameters = list(module.parameters())
    ema = [parameter.detach().clone() for parameter in parameters]
    shape = (batch, config["in_channels"], side, side)
    x_start = torch.rand(shape).contiguous(memory_format=torch.channels_last)
    fixed_t = torch.randint(TIMESTEPS, (batch,))
    fixed_noise = torch.randn_like(x_start)
    optimizers = {}

    def gradient(t=fixed_t, noise=fixed_noise):
        for parameter in parameters:
            parameter.grad = None
        signal = alphas_cumprod[t].sqrt()[:, None, None, None]
        rest = (1 - alphas_cumprod[t]).sqrt()[:, None, None, None]
        loss = F.mse_loss(predict(signal * x_start + rest * noise, t), noise)
        loss.backward()
        return loss

    def step(form):
        if form not in optimizers:
            how = {"lr": 1e-4, "betas": (0.95, 0.999), "weight_decay": 1e-6, form: True}
            optimizers[form] = torch.optim.AdamW(parameters, **how)
        loss = gradient(torch.randint(TIMESTEPS, (batch,)), torch.randn_like(x_start))
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizers[form].step()
        with torch.no_grad():
            torch._foreach_lerp_(ema, parameters, 0.001)
        return loss.item()

    def results():
        loss = gradient().detach()
        return loss, nn.utils.get_total_norm([parameter.grad for parameter in parameters])

    answer = {"parameters": count(module)}
    if mode != "eager":
        expected = results()
        predict = modes.enter(mode, module, predict)
        answer["difference"] = modes.check(mode, results(), expected)
    return {"gradient": gradient, "fused": lambda: step("fused"), "foreach": lambda: step("foreach")}, answer


def sampling(kind, config, batch, side, mode="eager"):
    """A step of DDIM: the network, the clipped prediction of x_0, and the next x_t."""
    module, predict = network(kind, config)
    module.eval()
    shape = (batch, config["in_channels"], side, side)
    state = {"x": torch.randn(shape).contiguous(memory_format=torch.channels_last)}
    t = torch.full((batch,), 500)
    alpha, following = alphas_cumprod[500], alphas_cumprod[480]

    @torch.inference_mode()
    def step():
        x = state["x"]
        x_start = ((x - (1 - alpha).sqrt() * predict(x, t)) / alpha.sqrt()).clamp(-1, 1)
        noise = (x - alpha.sqrt() * x_start) / (1 - alpha).sqrt()
        state["x"] = following.sqrt() * x_start + (1 - following).sqrt() * noise

    answer = {"parameters": count(module)}
    if mode != "eager":
        with torch.inference_mode(), torch._inductor.config.patch(freezing=True):
            expected = [predict(state["x"], t)]
            predict = modes.enter(mode, module, predict)
            answer["difference"] = modes.check(mode, [predict(state["x"], t)], expected)
    return {"step": step}, answer
