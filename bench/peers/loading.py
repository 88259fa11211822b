"""Batches of image files by torchvision's ImageFolder and PyTorch's DataLoader."""

import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def loading(folder, size, crop, batch, workers):
    torch.set_num_threads(1)
    shape = transforms.RandomCrop(size) if crop else transforms.Resize(size, antialias=True)
    normalize = transforms.Normalize([0.5] * 3, [0.5] * 3)
    images = datasets.ImageFolder(folder, transforms.Compose([shape, transforms.ToTensor(), normalize]))
    loader = DataLoader(
        images, batch, shuffle=True, drop_last=True, num_workers=workers, persistent_workers=workers > 0
    )

    def epoch():
        return sum(len(x) for x, _ in loader)

    return {"epoch": epoch}, {"images": epoch()}
