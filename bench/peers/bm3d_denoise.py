"""Denoise the images of a folder with BM3D and score them like cellgen denoise.

    pip install -r bm3d-requirements.txt
    python bm3d_denoise.py --noisy photons/noisy --clean photons/clean --noise gain=8,read=2 --out photons/bm3d

Colour images use the opponent colours of BM3D, grey images plain BM3D. Photon noise is stabilised by the generalised Anscombe transform;
its closed-form exact unbiased inverse restores the grey levels (Mäkitalo and Foi 2013, Eq. 10).

The package is by the authors of BM3D (Dabov, Foi, Katkovnik and Egiazarian 2007; Mäkinen, Azzari and Foi 2020) and may be used for
non-commercial purposes only, so cellgen does not install it.
"""

import argparse
from pathlib import Path

import bm3d
import numpy as np
from PIL import Image
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

WHITE = 255.0


def camera_of(text):
    given = {name: float(value) for name, value in (part.split("=") for part in text.split(","))}
    return given["gain"], given.get("offset", 0.0), given.get("read", 0.0)


def to_even(pixels, gain, offset, read):
    return 2 / gain * np.sqrt(np.maximum(gain * pixels + 3 / 8 * gain**2 + read**2 - gain * offset, 0))


def from_even(values, gain, offset, read):
    d = np.maximum(values, 2 * np.sqrt(3 / 8))
    root = np.sqrt(3 / 2)
    electrons = d**2 / 4 + root / 4 / d - 11 / 8 / d**2 + 5 / 8 * root / d**3 - 1 / 8
    return gain * np.maximum(electrons - (read / gain) ** 2, 0) + offset


def white_denoised(pixels, sigma, top):
    """The profile is the default of the package. Values are in 0…1."""
    denoise = bm3d.bm3d_rgb if pixels.ndim == 3 else bm3d.bm3d
    return top * denoise(pixels / top, sigma / top)


def denoised(pixels, noise):
    if "=" not in noise:
        return white_denoised(pixels, float(noise), WHITE)
    camera = camera_of(noise)
    top = to_even(WHITE, *camera)
    return from_even(white_denoised(to_even(pixels, *camera), 1, top), *camera)


def read(file):
    return np.asarray(Image.open(file)).astype(np.float64)


def scores(image, clean):
    colours = {"channel_axis": 2} if clean.ndim == 3 else {}
    window = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    return (
        peak_signal_noise_ratio(clean, image, data_range=WHITE),
        structural_similarity(clean, image, data_range=WHITE, **window, **colours),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--noisy", type=Path, required=True, help="folder of PNG images of 8 bits")
    parser.add_argument("--clean", type=Path, required=True, help="the same without noise, by the same names")
    parser.add_argument("--noise", required=True, help="standard deviation, or gain=G,offset=O,read=R, in grey levels")
    parser.add_argument("--out", type=Path, required=True, help="folder for the denoised images")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    before, after = [], []
    for file in sorted(arguments.noisy.glob("*.png")):
        noisy, clean = read(file), read(arguments.clean / file.name)
        image = np.clip(np.rint(denoised(noisy, arguments.noise)), 0, WHITE)
        Image.fromarray(image.astype(np.uint8)).save(arguments.out / file.name)
        before.append(scores(noisy, clean))
        after.append(scores(image, clean))
    for name, pairs in (("as it was", before), ("BM3D", after)):
        decibels, similarity = np.mean(pairs, axis=0)
        print(f"{name:10} {decibels:.2f} dB, SSIM {similarity:.3f}, mean of {len(pairs)}")


if __name__ == "__main__":
    main()
