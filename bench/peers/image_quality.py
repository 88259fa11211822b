"""Evaluate generated cells of several classes against real ones in PyTorch, independent of cellgen evaluate.

    python image_quality.py --training split/training --held-out split/held-out --generated samples

Folders have one subfolder per class; a folder with a samples.json of cellgen sample has the classes from there. A small network is trained to
classify the training images. The outputs before its last layer are the features. Measures:

- KID: squared maximum mean discrepancy by the kernel (x·y/d + 1)³, unbiased (Bińkowski, Sutherland, Arbel and Gretton 2018), with its
  standard error by the jackknife that excludes a tenth of both sets at a time;
- FD: Fréchet distance of Gaussians fitted to both (Heusel et al. 2017);
- precision and recall: the share of images within some real one's distance to its third neighbour, and the reverse
  (Kynkäänniemi et al. 2019);
- class seen: the share of images in which the network recognises the requested class;
- accuracy ratio: accuracy on held-out images of a network trained on the generated images only, divided by that of one trained on the same
  number of real images.

Images are compared with the held-out ones, and so is the same number of training images, as a baseline. Distances in features are comparable
within one run only, because they depend on the network.
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


def squared(file, side):
    """The middle square at side x side, in -1…1, as cellgen train scales images."""
    image = Image.open(file).convert("RGB")
    short = min(image.size)
    left, top = (image.width - short) // 2, (image.height - short) // 2
    box = (left, top, left + short, top + short)
    values = np.asarray(image.resize((side, side), Image.Resampling.BOX, box=box), dtype=np.float32)
    return torch.from_numpy(values / 127.5 - 1).permute(2, 0, 1)


def read(folder, side, names=None):
    """Images and the numbers of their classes, which are sorted by name."""
    listed = folder / "samples.json"
    if listed.exists():
        files = [(folder / entry["file"], entry["class"]) for entry in json.loads(listed.read_text())["images"]]
    else:
        files = [(file, file.parent.name) for file in sorted(folder.glob("*/*.png"))]
    names = names or sorted({name for _, name in files})
    images = torch.stack([squared(file, side) for file, _ in files])
    return images, torch.tensor([names.index(name) for _, name in files]), names


class Classifier(nn.Module):
    def __init__(self, classes):
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
        self.head = nn.Linear(widths[-1], classes)

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


def trained(images, labels, classes, seed):
    torch.manual_seed(seed)
    network = Classifier(classes).train()
    optimizer = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, STEPS)
    for _ in range(STEPS):
        chosen = torch.randint(len(images), (BATCH,))
        loss = F.cross_entropy(network(varied(images[chosen])), labels[chosen], label_smoothing=0.05)
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
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()

    images, labels, names = read(arguments.training, arguments.size)
    held_out, held_out_labels, _ = read(arguments.held_out, arguments.size, names)
    network = trained(images, labels, len(names), arguments.seed)
    share = right(network, held_out, held_out_labels)
    print(f"{len(images)} training images, {len(held_out)} held out, of which the network gets {share:.1%} right", flush=True)
    of_real = in_parts(network.features, held_out).double().numpy()
    accuracy_of_real = {}

    def line(name, made, made_labels, accuracy):
        features = in_parts(network.features, made).double().numpy()
        distance, error = kid(features, of_real)
        print(
            f"{name}: n {len(made)}, KID {distance:.3f} ± {error:.3f}, FD {frechet(features, of_real):.2f},"
            f" precision {covered(features, of_real):.2f}, recall {covered(of_real, features):.2f},"
            f" class seen {right(network, made, made_labels):.1%}, accuracy {accuracy:.1%},"
            f" ratio {accuracy / accuracy_of_real[len(made)]:.3f}",
            flush=True,
        )

    for folder in arguments.generated:
        made, made_labels, _ = read(folder, arguments.size, names)
        if len(made) not in accuracy_of_real:
            chosen = torch.randperm(len(images), generator=torch.Generator().manual_seed(arguments.seed))[: len(made)]
            own = trained(images[chosen], labels[chosen], len(names), arguments.seed + 1)
            accuracy_of_real[len(made)] = right(own, held_out, held_out_labels)
            line("training images", images[chosen], labels[chosen], accuracy_of_real[len(made)])
        network_of_made = trained(made, made_labels, len(names), arguments.seed + 1)
        line(str(folder), made, made_labels, right(network_of_made, held_out, held_out_labels))


if __name__ == "__main__":
    main()
