"""Denoise the images of a folder with Noise2Void, trained on noisy images only.

    pip install -r n2v-requirements.txt
    python n2v_denoise.py --training w2s-split/training/noisy --noisy w2s-split/held-out/noisy --out w2s-split/held-out/denoised/noise2void

A small U-Net predicts masked pixels from their surroundings (Krull, Buchholz and Jug 2019): a masked pixel is replaced by another one of
its 11x11 pixels, and the loss is the squared error at masked pixels. Noise of neighboring pixels must be independent.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

RADIUS = 5
MASKED_SHARE = 0.015
PEAK_LEARNING_RATE = 4e-4
WARM_UP_SHARE = 0.05


class Convolutions(nn.Sequential):
    def __init__(self, channels, out_channels):
        super().__init__(
            nn.Conv2d(channels, out_channels, 3, padding=1, padding_mode="reflect"),
            nn.ReLU(),
            nn.Conv2d(out_channels, out_channels, 3, padding=1, padding_mode="reflect"),
            nn.ReLU(),
        )


class SmallUnet(nn.Module):
    """Two levels of halving, 32 to 128 channels: 0.5 million parameters."""

    def __init__(self, width=32):
        super().__init__()
        self.down = nn.ModuleList([Convolutions(1, width), Convolutions(width, 2 * width)])
        self.middle = Convolutions(2 * width, 4 * width)
        self.up = nn.ModuleList([Convolutions(6 * width, 2 * width), Convolutions(3 * width, width)])
        self.last = nn.Conv2d(width, 1, 1)

    def forward(self, x):
        kept = []
        for level in self.down:
            x = level(x)
            kept.append(x)
            x = F.max_pool2d(x, 2)
        x = self.middle(x)
        for level, skipped in zip(self.up, reversed(kept)):
            x = level(torch.cat([F.interpolate(x, scale_factor=2.0, mode="nearest"), skipped], 1))
        return self.last(x)


def crops(images, size, count, random):
    """Random squares in random orientation, `[count, size, size]`."""
    squares = []
    for index in random.integers(len(images), size=count):
        image = images[index]
        top, left = (random.integers(side - size + 1) for side in image.shape)
        square = np.rot90(image[top : top + size, left : left + size], random.integers(4))
        squares.append(square[:, ::-1] if random.integers(2) else square)
    return np.stack(squares)


def masked(squares, random):
    """Copies with a share of the pixels replaced by neighbors, and the mask of these pixels."""
    count, size, _ = squares.shape
    mask = random.random(squares.shape) < MASKED_SHARE
    image, row, column = np.nonzero(mask)
    offsets = random.integers(1, (2 * RADIUS + 1) ** 2, size=len(row)) + 2 * RADIUS * (RADIUS + 1)
    down, right = np.divmod(offsets % (2 * RADIUS + 1) ** 2, 2 * RADIUS + 1)
    inside = lambda place: size - 1 - np.abs(size - 1 - np.abs(place))
    replaced = squares.copy()
    replaced[mask] = squares[image, inside(row + down - RADIUS), inside(column + right - RADIUS)]
    return replaced, mask


def train(images, arguments):
    torch.manual_seed(arguments.seed)
    random = np.random.default_rng(arguments.seed)
    network = SmallUnet()
    optimizer = torch.optim.Adam(network.parameters(), lr=PEAK_LEARNING_RATE)
    start, step, recent = time.process_time(), 0, []
    while True:
        done = max((time.process_time() - start) / (60 * arguments.minutes), step / arguments.steps)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = PEAK_LEARNING_RATE * min(1, done / WARM_UP_SHARE + 0.01) * (1 + np.cos(np.pi * done)) / 2
        squares = crops(images, arguments.size, arguments.batch, random)
        given, mask = masked(squares, random)
        given, target, mask = (torch.from_numpy(np.ascontiguousarray(a)).unsqueeze(1) for a in (given, squares, mask))
        loss = F.mse_loss(network(given)[mask], target[mask])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        recent = [*recent[-199:], loss.item()]
        if step % 200 == 0:
            print(f"step {step}, {time.process_time() - start:.0f} s of CPU time, loss {np.mean(recent):.4f}", flush=True)
    print(f"{step} steps of {arguments.batch} squares in {time.process_time() - start:.0f} s of CPU time", flush=True)
    return network


def denoised(network, image):
    """Sides are padded to multiples of 4."""
    padding = [(0, -side % 4) for side in image.shape]
    with torch.no_grad():
        values = network(torch.from_numpy(np.pad(image, padding, mode="reflect"))[None, None])[0, 0]
    return values.numpy()[: image.shape[0], : image.shape[1]]


def read(file):
    return np.asarray(Image.open(file)).astype(np.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--training", type=Path, required=True, help="folder of noisy gray PNG images to train on")
    parser.add_argument("--noisy", type=Path, required=True, help="folder of images to denoise")
    parser.add_argument("--out", type=Path, required=True, help="folder for the denoised images")
    parser.add_argument("--minutes", type=float, default=20, help="maximum training time: minutes of CPU time, all threads together")
    parser.add_argument("--steps", type=int, default=100_000, help="maximum number of training steps")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--size", type=int, default=64, help="side of the random squares in pixels")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    images = [read(file) for file in sorted(arguments.training.glob("*.png"))]
    mean = np.mean([image.mean() for image in images])
    deviation = np.sqrt(np.mean([((image - mean) ** 2).mean() for image in images]))
    network = train([((image - mean) / deviation).astype(np.float32) for image in images], arguments)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file in sorted(arguments.noisy.glob("*.png")):
        noisy = read(file)
        values = mean + deviation * denoised(network, ((noisy - mean) / deviation).astype(np.float32))
        white = np.iinfo(np.asarray(Image.open(file)).dtype).max
        kind = np.uint8 if white == 255 else np.uint16
        Image.fromarray(np.clip(np.rint(values), 0, white).astype(kind)).save(arguments.out / file.name)


if __name__ == "__main__":
    main()
