"""Trains a diffusion model for each of the given times, and generates images from it. The number of steps is chosen from measured step times.

    python train_diffusion.py request.json

The request has "data" (folder of PNG images), "out", "times" (of the trainings, in minutes), "count" (of images from each model),
"threads", "mode" (of modes.py) and "recipe", see bench/timeToQuality/recipes.mjs. After each training it prints a line {"minutes", "steps", "folder"}
with the measured minutes.
"""

import json
import math
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

import modes
from unet import Unet

# As in cellgen: the least divisor of a weight, the limit of min-SNR (Hang et al. 2023, arXiv:2303.09556), and the least log-SNR (halved) of the first timestep of DPM-Solver++.
MIN_COEFFICIENT, MAX_SNR, MIN_LAMBDA, SAMPLING_STEPS = 0.05, 5, -5.1, 20
SAMPLING_BATCH = 50
WARM_STEPS = 3


def read(folder, ranges):
    """All images of a folder in -1…1."""
    mode = "L" if len(ranges) == 1 else "RGB"
    images = [np.atleast_3d(np.asarray(Image.open(file).convert(mode))) for file in sorted(Path(folder).rglob("*.png"))]
    low, high = np.array(ranges, np.float32).T
    values = ((np.stack(images) - low) / (high - low)).clip(0, 1) * 2 - 1
    return torch.from_numpy(values.astype(np.float32)).permute(0, 3, 1, 2)


def write(folder, images, ranges, first):
    low, high = np.array(ranges, np.float32).T
    values = ((images.clamp(-1, 1).permute(0, 2, 3, 1).numpy() + 1) / 2) * (high - low) + low
    for number, image in enumerate(values.round().clip(0, 255).astype(np.uint8), first):
        Image.fromarray(image[:, :, 0] if image.shape[2] == 1 else image).save(folder / f"{number}.png")


def varied(images, augment):
    """Each image flipped ("flip"), turned by quarters ("c4"), or both ("d4")."""
    if augment == "none":
        return images
    if augment not in ("flip", "c4", "d4"):
        raise ValueError(f"augment must be none, flip, c4 or d4, got {augment}")
    results = []
    for image in images:
        if augment != "c4" and torch.rand(()) < 0.5:
            image = image.flip(2)
        results.append(image if augment == "flip" else torch.rot90(image, int(torch.randint(4, ())), (1, 2)))
    return torch.stack(results)


class Diffusion:
    """Signal and noise at each timestep, and what the network predicts of them."""

    def __init__(self, recipe):
        self.alphas_cumprod = torch.tensor(recipe["alphasCumprod"], dtype=torch.float64)
        self.signals, self.sigmas = self.alphas_cumprod.sqrt(), (1 - self.alphas_cumprod).sqrt()
        self.prediction, self.weighting = recipe["prediction"], recipe["weighting"]
        if self.prediction not in ("epsilon", "sample", "v_prediction") or self.weighting not in ("uniform", "velocity", "clamped-velocity", "min-snr"):
            raise ValueError(f"unknown prediction {self.prediction} or weighting {self.weighting}")

    def at(self, t):
        return self.signals[t].float()[:, None, None, None], self.sigmas[t].float()[:, None, None, None]

    def loss(self, predict, x_start):
        t = torch.randint(len(self.signals), (len(x_start),))
        noise = torch.randn_like(x_start)
        signal, sigma = self.at(t)
        target = {"epsilon": noise, "sample": x_start, "v_prediction": signal * noise - sigma * x_start}[self.prediction]
        errors = F.mse_loss(predict(signal * x_start + sigma * noise, t), target, reduction="none")
        snr = (signal / sigma) ** 2
        if self.weighting == "clamped-velocity":
            errors = errors * (1 + snr.clamp(max=MAX_SNR)) / (1 + snr)
        if self.weighting in ("velocity", "clamped-velocity") and self.prediction != "v_prediction":
            divisor = signal if self.prediction == "epsilon" else sigma
            errors = errors / divisor.clamp(min=MIN_COEFFICIENT) ** 2
        if self.weighting == "min-snr":
            divisor = {"epsilon": snr, "sample": 1, "v_prediction": snr + 1}[self.prediction]
            errors = errors * snr.clamp(max=MAX_SNR) / divisor
        return errors.mean()

    def x_start(self, output, xt, signal, sigma):
        if self.prediction == "sample":
            return output
        if self.prediction == "epsilon":
            return (xt - sigma * output) / signal
        return signal * xt - sigma * output

    def timesteps(self):
        """Uniform in log-SNR, descending to 0."""
        lambdas = (self.signals / self.sigmas).log()
        first = int((lambdas >= MIN_LAMBDA).nonzero()[-1])
        wanted = torch.linspace(lambdas[first].item(), lambdas[0].item(), SAMPLING_STEPS, dtype=torch.float64)
        nearest = (lambdas[: first + 1, None] - wanted).abs().argmin(0)
        return sorted(set(nearest.tolist()), reverse=True)

    def sample(self, predict, xt):
        """DPM-Solver++ 2M (Lu et al. 2022, arXiv:2211.01095, algorithm 2), with clipped x_0."""
        before, step_before = None, None
        timesteps = self.timesteps()
        for t, following in zip(timesteps, [*timesteps[1:], None]):
            signal, sigma = self.signals[t].item(), self.sigmas[t].item()
            output = predict(xt, torch.full((len(xt),), t))
            x_start = self.x_start(output, xt, signal, sigma).clamp(-1, 1)
            if following is None:
                return x_start
            next_signal, next_sigma = self.signals[following].item(), self.sigmas[following].item()
            step = math.log(next_signal / next_sigma) - math.log(signal / sigma)
            direction = x_start if before is None else x_start + (x_start - before) * step / (2 * step_before)
            xt = next_sigma / sigma * xt - next_signal * math.expm1(-step) * direction
            before, step_before = x_start, step


class Trainer:
    """Trains one network after another in the same modules, so that they are compiled once."""

    def __init__(self, recipe, images, mode):
        self.recipe, self.images, self.diffusion = recipe, images, Diffusion(recipe)
        self.module = Unet(recipe["config"]).to(memory_format=torch.channels_last)
        self.averaged = Unet(recipe["config"]).to(memory_format=torch.channels_last).eval()
        self.parameters, self.ema = list(self.module.parameters()), list(self.averaged.parameters())
        self.predict = modes.enter(mode, self.module, self.folded(self.module))

    def folded(self, module):
        patch = self.recipe["patchSize"]
        if patch == 1:
            return module
        return lambda x, t: F.pixel_shuffle(module(F.pixel_unshuffle(x, patch), t), patch)

    def start(self):
        """Begins with a new network, which is always the same."""
        torch.manual_seed(0)
        initial = Unet(self.recipe["config"]).state_dict()
        for module in (self.module, self.averaged):
            module.load_state_dict(initial)
        self.optimizer = torch.optim.AdamW(
            self.parameters,
            self.recipe["learningRate"],
            (self.recipe["beta1"], self.recipe["beta2"]),
            self.recipe["adamEpsilon"],
            self.recipe["weightDecay"],
            fused=True,
        )

    def train(self, steps):
        """Returns the duration in seconds."""
        self.start()
        half_size_steps = math.floor(self.recipe["halfSize"] * steps)
        begin = time.perf_counter()
        for number in range(steps):
            self.step(number, steps, half_size=number < half_size_steps)
        return time.perf_counter() - begin

    def mean_step_time(self):
        """The mean time of all steps in seconds, which does not depend on their number."""
        share = self.recipe["halfSize"]
        half = share * self.step_time(half_size=True) if share > 0 else 0
        return half + (1 - share) * self.step_time(half_size=False)

    def step_time(self, half_size):
        """The median of about a second, as in cellgen. The first of the steps before it compiles."""
        self.start()
        for number in range(WARM_STEPS):
            self.step(number, WARM_STEPS, half_size)
        times, deadline = [], time.perf_counter() + 1
        while len(times) < 3 or time.perf_counter() < deadline:
            begin = time.perf_counter()
            self.step(0, 1, half_size)
            times.append(time.perf_counter() - begin)
        return statistics.median(times)

    def step(self, number, steps, half_size):
        """Takes a step; `number` counts those before it."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate(number, steps)
        chosen = self.images[torch.randint(len(self.images), (self.recipe["batch"],))]
        x_start = varied(chosen, self.recipe["augment"])
        if half_size:
            x_start = F.avg_pool2d(x_start, 2)
        self.optimizer.zero_grad()
        self.diffusion.loss(self.predict, x_start.contiguous(memory_format=torch.channels_last)).backward()
        nn.utils.clip_grad_norm_(self.parameters, self.recipe["maxGradientNorm"])
        self.optimizer.step()
        decay = min(self.recipe["emaMaxDecay"], 1 - (1 + number) ** -self.recipe["emaPower"])
        with torch.no_grad():
            torch._foreach_lerp_(self.ema, self.parameters, 1 - decay)

    def learning_rate(self, number, steps):
        """Rises in the first steps, and falls as a cosine to zero after the last one."""
        peak, warmup = self.recipe["learningRate"], self.recipe["warmupSteps"]
        if number < warmup:
            return peak * number / warmup
        return peak * (1 + math.cos(math.pi * (number - warmup) / (steps - warmup))) / 2

    @torch.inference_mode()
    def generate(self, folder, count):
        folder.mkdir(parents=True, exist_ok=True)
        generator = torch.Generator().manual_seed(1)
        predict = self.folded(self.averaged)
        for first in range(0, count, SAMPLING_BATCH):
            shape = (min(SAMPLING_BATCH, count - first), *self.images.shape[1:])
            noise = torch.randn(shape, generator=generator).contiguous(memory_format=torch.channels_last)
            write(folder, self.diffusion.sample(predict, noise), self.recipe["ranges"], first)


def main():
    request = json.loads(Path(sys.argv[1]).read_text())
    if request.get("threads"):
        torch.set_num_threads(request["threads"])
    recipe = request["recipe"]
    trainer = Trainer(recipe, read(request["data"], recipe["ranges"]), request["mode"])
    step_time = trainer.mean_step_time()
    for number, minutes in enumerate(request["times"]):
        steps = max(1, round(60 * minutes / step_time))
        seconds = trainer.train(steps)
        folder = Path(request["out"]) / f"point-{number}"
        trainer.generate(folder, request["count"])
        print(json.dumps({"minutes": seconds / 60, "steps": steps, "folder": str(folder)}), flush=True)


if __name__ == "__main__":
    main()
