"""Denoise the images of a folder with BM3D and score them like cellgen denoise.

    pip install -r bm3d-requirements.txt
    python bm3d_denoise.py --noisy photons/noisy --clean photons/clean --noise gain=8,read=2 --out photons/bm3d

Images with different noise: --noise noise.json, an object {"NAME.png": {"gain": G, "offset": O, "read": R}, …} as bench/realNoise.mjs
writes it.

Colour images use the opponent colours of BM3D, grey images plain BM3D. Photon noise is stabilised by the generalised Anscombe transform;
its closed-form exact unbiased inverse restores the grey levels (Mäkitalo and Foi 2013, Eq. 10).

The package is by the authors of BM3D (Dabov, Foi, Katkovnik and Egiazarian 2007; Mäkinen, Azzari and Foi 2020) and may be used for
non-commercial purposes only, so cellgen does not install it.
"""

import argparse
import json
from pathlib import Path

import bm3d
import numpy as np
from PIL import Image
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def cameras_of(text):
    """A camera for each file name, or one for all of them, as text."""
    if not text.endswith(".json"):
        return lambda name: text
    cameras = json.loads(Path(text).read_text())
    return lambda name: ",".join(f"{key}={value}" for key, value in cameras[name].items())


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


def denoised(pixels, noise, white):
    if "=" not in noise:
        return white_denoised(pixels, float(noise), white)
    camera = camera_of(noise)
    top = to_even(white, *camera)
    return from_even(white_denoised(to_even(pixels, *camera), 1, top), *camera)


def read(file):
    return np.asarray(Image.open(file)).astype(np.float64)


def scores(image, clean, white):
    colours = {"channel_axis": 2} if clean.ndim == 3 else {}
    window = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    return (
        peak_signal_noise_ratio(clean, image, data_range=white),
        structural_similarity(clean, image, data_range=white, **window, **colours),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--noisy", type=Path, required=True, help="folder of PNG images of 8 or 16 bits")
    parser.add_argument("--clean", type=Path, required=True, help="the same without noise, by the same names")
    parser.add_argument("--noise", required=True, help="standard deviation, gain=G,offset=O,read=R in grey levels, or a JSON file")
    parser.add_argument("--out", type=Path, required=True, help="folder for the denoised images")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    noise_of = cameras_of(arguments.noise)
    before, after = [], []
    for file in sorted(arguments.noisy.glob("*.png")):
        noisy, clean = read(file), read(arguments.clean / file.name)
        kind = np.uint8 if noisy.max() < 256 and clean.max() < 256 else np.uint16
        white = float(np.iinfo(kind).max)
        image = np.clip(np.rint(denoised(noisy, noise_of(file.name), white)), 0, white)
        Image.fromarray(image.astype(kind)).save(arguments.out / file.name)
        before.append(scores(noisy, clean, white))
        after.append(scores(image, clean, white))
    for name, pairs in (("as it was", before), ("BM3D", after)):
        decibels, similarity = np.mean(pairs, axis=0)
        print(f"{name:10} {decibels:.2f} dB, SSIM {similarity:.3f}, mean of {len(pairs)}")


if __name__ == "__main__":
    main()
