"""The network of trainStep.mjs in plain PyTorch, timed on request.

Reads a JSON line {"what": "gradient" | "step", "count": n}, answers with the milliseconds of n of them. The first answer, before any
request, says what it is. Arguments: batch, side, then the channels of each level.
"""

import json
import math
import sys
import time

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)

BATCH, SIDE, *CHANNELS = map(int, sys.argv[1:])
GROUPS, LAYERS, TIMESTEPS = 8, 2, 1000


class ResidualBlock(nn.Module):
    def __init__(self, channels, out_channels, embedding):
        super().__init__()
        self.norm1 = nn.GroupNorm(GROUPS, channels)
        self.conv1 = nn.Conv2d(channels, out_channels, 3, padding=1)
        self.time = nn.Linear(embedding, out_channels)
        self.norm2 = nn.GroupNorm(GROUPS, out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.shortcut = nn.Identity() if channels == out_channels else nn.Conv2d(channels, out_channels, 1)

    def forward(self, x, embedding):
        hidden = self.conv1(F.silu(self.norm1(x))) + self.time(embedding)[:, :, None, None]
        return self.shortcut(x) + self.conv2(F.silu(self.norm2(hidden)))


class Attention(nn.Module):
    """One head over all places."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.q, self.k, self.v, self.out = (nn.Linear(channels, channels) for _ in range(4))

    def forward(self, x):
        tokens = self.norm(x).flatten(2).transpose(1, 2)
        attended = F.scaled_dot_product_attention(self.q(tokens), self.k(tokens), self.v(tokens))
        return x + self.out(attended).transpose(1, 2).reshape(x.shape)


class Unet(nn.Module):
    def __init__(self, channels):
        super().__init__()
        first, last = channels[0], channels[-1]
        embedding = 4 * first
        self.linear1, self.linear2 = nn.Linear(first, embedding), nn.Linear(embedding, embedding)
        self.conv_in = nn.Conv2d(3, first, 3, padding=1)
        attention = [level == len(channels) - 1 for level in range(len(channels))]

        skips, width = [first], first
        self.down, self.downsample = nn.ModuleList(), nn.ModuleList()
        for level, out_channels in enumerate(channels):
            layers = nn.ModuleList()
            for _ in range(LAYERS):
                layers.append(self.layer(width, out_channels, embedding, attention[level]))
                width = out_channels
                skips.append(width)
            self.down.append(layers)
            if level < len(channels) - 1:
                self.downsample.append(nn.Conv2d(width, width, 3, stride=2, padding=1))
                skips.append(width)

        self.middle1 = ResidualBlock(last, last, embedding)
        self.middle_attention = Attention(last)
        self.middle2 = ResidualBlock(last, last, embedding)

        self.up, self.upsample = nn.ModuleList(), nn.ModuleList()
        for level in reversed(range(len(channels))):
            layers = nn.ModuleList()
            for _ in range(LAYERS + 1):
                layers.append(self.layer(width + skips.pop(), channels[level], embedding, attention[level]))
                width = channels[level]
            self.up.append(layers)
            if level > 0:
                self.upsample.append(nn.Conv2d(width, width, 3, padding=1))
        self.norm_out = nn.GroupNorm(GROUPS, first)
        self.conv_out = nn.Conv2d(first, 3, 3, padding=1)
        self.register_buffer("rates", torch.exp(-math.log(1e4) * torch.arange(first // 2) / (first // 2)))

    @staticmethod
    def layer(channels, out_channels, embedding, attention):
        block = nn.ModuleList([ResidualBlock(channels, out_channels, embedding)])
        if attention:
            block.append(Attention(out_channels))
        return block

    @staticmethod
    def run(layer, x, embedding):
        x = layer[0](x, embedding)
        return layer[1](x) if len(layer) > 1 else x

    def forward(self, x, t):
        angles = t[:, None] * self.rates
        embedding = self.linear2(F.silu(self.linear1(torch.cat([angles.cos(), angles.sin()], 1))))
        embedding = F.silu(embedding)
        hidden = self.conv_in(x)
        skips = [hidden]
        for level, layers in enumerate(self.down):
            for layer in layers:
                hidden = self.run(layer, hidden, embedding)
                skips.append(hidden)
            if level < len(self.downsample):
                hidden = self.downsample[level](hidden)
                skips.append(hidden)
        hidden = self.middle2(self.middle_attention(self.middle1(hidden, embedding)), embedding)
        for level, layers in enumerate(self.up):
            for layer in layers:
                hidden = self.run(layer, torch.cat([hidden, skips.pop()], 1), embedding)
            if level < len(self.upsample):
                hidden = self.upsample[level](F.interpolate(hidden, scale_factor=2.0, mode="nearest"))
        return self.conv_out(F.silu(self.norm_out(hidden)))


torch.manual_seed(0)
unet = Unet(CHANNELS).to(memory_format=torch.channels_last)
parameters = list(unet.parameters())
ema = [parameter.detach().clone() for parameter in parameters]
optimizer = torch.optim.AdamW(parameters, lr=1e-4, betas=(0.95, 0.999), weight_decay=1e-6, fused=True)
alphas_cumprod = torch.cumprod(1 - torch.linspace(1e-4, 0.02, TIMESTEPS), 0)
x_start = torch.rand(BATCH, 3, SIDE, SIDE).contiguous(memory_format=torch.channels_last)
fixed_t = torch.randint(TIMESTEPS, (BATCH,))
fixed_noise = torch.randn_like(x_start)


def gradient(t=fixed_t, noise=fixed_noise):
    optimizer.zero_grad()
    signal = alphas_cumprod[t].sqrt()[:, None, None, None]
    rest = (1 - alphas_cumprod[t]).sqrt()[:, None, None, None]
    loss = F.mse_loss(unet(signal * x_start + rest * noise, t), noise)
    loss.backward()
    return loss


def step():
    loss = gradient(torch.randint(TIMESTEPS, (BATCH,)), torch.randn_like(x_start))
    nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    with torch.no_grad():
        torch._foreach_lerp_(ema, parameters, 0.001)
    return loss.item()


count = sum(parameter.numel() for parameter in parameters)
print(json.dumps({"name": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads(), "parameters": count}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    work = {"gradient": gradient, "step": step}[request["what"]]
    milliseconds = []
    for _ in range(request["count"]):
        start = time.perf_counter()
        work()
        milliseconds.append(1000 * (time.perf_counter() - start))
    print(json.dumps(milliseconds), flush=True)
