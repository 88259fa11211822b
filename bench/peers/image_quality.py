"""Evaluate generated cells of several classes against real ones in PyTorch, independent of cellgen evaluate.

    python image_quality.py --training split/training --held-out split/held-out --generated samples

Folders hold PNG, JPEG or TIFF files of 8 or 16 bits, in one subfolder per class or without classes; a folder with a samples.json of cellgen
sample has the classes from there. A small network is trained to classify the training images. The outputs before its last layer are the
features. Without classes, it is trained to recognise an image among others after random changes (SimCLR: Chen, Kornblith, Norouzi and Hinton
2020). Color of 8 bits is used as it is; the 0.1 and 99.9 percentiles of other training images, or with --range image those of each image, become
-1 and 1. Measures:

- KID: squared maximum mean discrepancy by the kernel (x·y/d + 1)³, unbiased (Bińkowski, Sutherland, Arbel and Gretton 2018), with its
  standard error by the jackknife that excludes a tenth of both sets at a time;
- FD: Fréchet distance of Gaussians fitted to both (Heusel et al. 2017);
- precision and recall: the share of images within some real one's distance to its third neighbour, and the reverse
  (Kynkäänniemi et al. 2019);
- class seen, with classes: the share of images in which the network recognises the requested class;
- accuracy ratio, with classes: accuracy on held-out images of a network trained on the generated images only, divided by that of one trained on
  the same number of real images.

Images are compared with the held-out ones, and so is the same number of training images, as a baseline. Distances in features are comparable
within one run only, because they depend on the network. With --features-only, the last two measures, which train further networks, are
skipped, and the generated images need no classes. --json writes the numbers to a file.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

GROUPS = 10
NEIGHBOUR = 3
STEPS, BATCH, LEARNING_RATE = 2500, 32, 2e-3
CODE, TEMPERATURE = 64, 0.2


EXTENSIONS = {".png", ".jpg", ".jpeg", ".tif", ".tiff"}
UNLABELLED = ""


class Reader:
    """Reads the middle square of files at side x side, in -1…1, as cellgen train scales images."""

    def __init__(self, side, each, files):
        self.side, self.each = side, each
        self.gray = Image.getmodebase(Image.open(files[0]).mode) == "L"
        self.limits = (0, 255)
        if self.gray and not each:
            self.limits = percentiles(np.stack([self.pixels(file) for file in files]))

    def pixels(self, file):
        image = Image.open(file)
        image = image if image.mode.startswith("I;16") else image.convert("L" if self.gray else "RGB")
        values = np.atleast_3d(np.asarray(image)).astype(np.float32)
        height, width = values.shape[:2]
        short = min(height, width)
        left, top = (width - short) // 2, (height - short) // 2
        box = (left, top, left + short, top + short)
        size = (self.side, self.side)
        planes = [Image.fromarray(plane).resize(size, Image.Resampling.BOX, box=box) for plane in np.moveaxis(values, 2, 0)]
        return np.stack(planes)

    def __call__(self, file):
        values = self.pixels(file)
        low, high = percentiles(values) if self.each else self.limits
        scaled = ((values - low) / max(high - low, 1e-6)).clip(0, 1) * 2 - 1
        return torch.from_numpy(np.repeat(scaled, 3, 0) if self.gray else scaled).float()


def percentiles(values):
    return np.percentile(values, (0.1, 99.9))


def listed(folder):
    """Files of a folder and their classes."""
    record = folder / "samples.json"
    if record.exists():
        entries = json.loads(record.read_text())["images"]
        return [(folder / entry["file"], entry.get("class") or UNLABELLED) for entry in entries]
    files = [file for file in sorted(folder.rglob("*")) if file.suffix.lower() in EXTENSIONS]
    return [(file, UNLABELLED if file.parent == folder else file.parent.name) for file in files]


def read(folder, reader, names):
    """Images and the numbers of their classes; without names, all are 0."""
    files = listed(folder)
    images = torch.stack([reader(file) for file, _ in files])
    return images, torch.tensor([names.index(name) if names else 0 for _, name in files])


class Network(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        widths = (3, 32, 64, 128, 128)
        self.blocks = nn.Sequential(
            *(
                nn.Sequential(
                    nn.Conv2d(before, width, 3, padding=1, bias=False),
                    nn.BatchNorm2d(width),
                    nn.ReLU(),
                    nn.Conv2d(width, width, 3, padding=1, bias=False),
                    nn.BatchNorm2d(width),
                    nn.ReLU(),
                    nn.MaxPool2d(2),
                )
                for before, width in zip(widths, widths[1:])
            )
        )
        self.head = nn.Linear(widths[-1], outputs)

    def features(self, images):
        return self.blocks(images).mean((2, 3))

    def forward(self, images):
        return self.head(F.dropout(self.features(images), 0.2, self.training))


def varied(images):
    """One of the eight symmetries of the square, and a shift of up to two pixels."""
    if torch.rand(()) < 0.5:
        images = images.flip(3)
    images = torch.rot90(images, int(torch.randint(4, ())), (2, 3))
    top, left = torch.randint(5, (2,)).tolist()
    return F.pad(images, (2, 2, 2, 2), mode="replicate")[:, :, top : top + images.shape[2], left : left + images.shape[3]]


def changed(images):
    """Each image flipped, turned, scaled, shifted, and with another gain and offset."""
    count = len(images)
    angle, scale = torch.rand(count) * 2 * torch.pi, 0.8 + 0.4 * torch.rand(count)
    flip = (torch.rand(count) < 0.5) * 2.0 - 1
    shift = (torch.rand(count, 2) - 0.5) * 0.3
    rows = (flip * scale * angle.cos(), -scale * angle.sin(), shift[:, 0], flip * scale * angle.sin(), scale * angle.cos(), shift[:, 1])
    grid = F.affine_grid(torch.stack(rows, 1).view(count, 2, 3), list(images.shape), align_corners=False)
    moved = F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    gain, offset = 0.8 + 0.4 * torch.rand(count, 1, 1, 1), 0.2 * torch.rand(count, 1, 1, 1) - 0.1
    return moved * gain + offset


def classified(network, images, labels):
    return F.cross_entropy(network(varied(images)), labels, label_smoothing=0.05)


def recognised(network, images, labels):
    """The loss of SimCLR: of all changed images, the other one of the same image must be the most similar."""
    codes = F.normalize(network(torch.cat((changed(images), changed(images)))))
    similar = codes @ codes.T / TEMPERATURE
    similar.fill_diagonal_(-torch.inf)
    return F.cross_entropy(similar, torch.arange(len(codes)).roll(len(images)))


def trained(images, labels, classes, seed, steps):
    """A classifier; with one class, a network that recognises images."""
    torch.manual_seed(seed)
    loss_of, outputs, batch = (classified, classes, BATCH) if classes > 1 else (recognised, CODE, 2 * BATCH)
    network = Network(outputs).train()
    optimizer = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, steps)
    for _ in range(steps):
        chosen = torch.randint(len(images), (batch,))
        loss = loss_of(network, images[chosen], labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return network.eval()


@torch.no_grad()
def in_parts(compute, images):
    return torch.cat([compute(part) for part in images.split(256)])


def right(network, images, labels):
    return (in_parts(network, images).argmax(1) == labels).double().mean().item()


def discrepancy(x, y):
    xx, yy, xy = ((p @ q.T / x.shape[1] + 1) ** 3 for p, q in ((x, x), (y, y), (x, y)))
    within = sum((own.sum() - own.trace()) / (len(own) * (len(own) - 1)) for own in (xx, yy))
    return within - 2 * xy.mean()


def kid(a, b):
    generator = np.random.default_rng(0)
    places = [generator.permutation(len(points)) % GROUPS for points in (a, b)]
    without = [discrepancy(a[places[0] != group], b[places[1] != group]) for group in range(GROUPS)]
    return discrepancy(a, b), np.sqrt((GROUPS - 1) * np.var(without))


def frechet(a, b):
    covariances = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    roots = np.linalg.eigvals(covariances[0] @ covariances[1]).real.clip(0) ** 0.5
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + sum(np.trace(c) for c in covariances) - 2 * roots.sum()


def covered(points, by):
    """The share of points that lie within the distance of some point of the other set to its neighbour there."""
    by, points = torch.from_numpy(by), torch.from_numpy(points)
    radii = torch.cdist(by, by).kthvalue(NEIGHBOUR + 1, 1).values
    return (torch.cdist(points, by) <= radii).any(1).double().mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--training", type=Path, required=True, help="folder of the images that the model was trained on")
    parser.add_argument("--held-out", type=Path, required=True, help="folder of real images that it was not trained on")
    parser.add_argument("--generated", type=Path, required=True, nargs="+", help="folders of generated images")
    parser.add_argument("--size", type=int, default=32, help="side of the images in pixels")
    parser.add_argument("--range", choices=("set", "image"), default="set", help="images that the percentiles are of")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=STEPS, help=f"training steps of the networks (default: {STEPS})")
    parser.add_argument("--features-only", action="store_true", help="skip the measures of classes; generated images need none")
    parser.add_argument("--json", type=Path, help="file for the numbers: trainingImages by their count, and folders")
    arguments = parser.parse_args()

    files = listed(arguments.training)
    if not files:
        parser.error(f"{arguments.training} has no PNG, JPEG or TIFF files")
    names = sorted({name for _, name in files})
    has_classes = len(names) > 1
    reader = Reader(arguments.size, arguments.range == "image", [file for file, _ in files])
    images, labels = read(arguments.training, reader, names)
    held_out, held_out_labels = read(arguments.held_out, reader, names)
    network = trained(images, labels, len(names), arguments.seed, arguments.steps)
    print(f"{len(images)} training images, {len(held_out)} held out", end="")
    print(f", of which the network gets {right(network, held_out, held_out_labels):.1%} right" if has_classes else "", flush=True)
    of_real = in_parts(network.features, held_out).double().numpy()
    accuracy_of_real, numbers = {}, {"trainingImages": {}, "folders": {}}
    if arguments.features_only:
        has_classes = False

    def accuracy(made, made_labels):
        network_of_made = trained(made, made_labels, len(names), arguments.seed + 1, arguments.steps)
        return right(network_of_made, held_out, held_out_labels)

    def line(name, made, made_labels):
        features = in_parts(network.features, made).double().numpy()
        distance, error = kid(features, of_real)
        measures = {
            "n": len(made),
            "kid": distance,
            "kidError": error,
            "fd": frechet(features, of_real),
            "precision": covered(features, of_real),
            "recall": covered(of_real, features),
        }
        print(
            f"{name}: n {len(made)}, KID {distance:.3f} ± {error:.3f}, FD {measures['fd']:.2f},"
            f" precision {measures['precision']:.2f}, recall {measures['recall']:.2f}",
            end="",
        )
        if has_classes:
            own = accuracy(made, made_labels)
            accuracy_of_real.setdefault(len(made), own)
            measures |= {
                "classSeen": right(network, made, made_labels),
                "accuracy": own,
                "accuracyRatio": own / accuracy_of_real[len(made)],
            }
            print(
                f", class seen {measures['classSeen']:.1%}, accuracy {own:.1%}, ratio {measures['accuracyRatio']:.3f}",
                end="",
            )
        print(flush=True)
        return {name: float(value) for name, value in measures.items()}

    for folder in arguments.generated:
        made, made_labels = read(folder, reader, None if arguments.features_only else names)
        if len(made) not in numbers["trainingImages"]:
            chosen = torch.randperm(len(images), generator=torch.Generator().manual_seed(arguments.seed))[: len(made)]
            numbers["trainingImages"][len(made)] = line("training images", images[chosen], labels[chosen])
        numbers["folders"][str(folder)] = line(str(folder), made, made_labels)
    if arguments.json:
        arguments.json.write_text(json.dumps(numbers, indent=2) + "\n")


if __name__ == "__main__":
    main()
