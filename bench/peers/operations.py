"""Single operations in PyTorch: a convolution and its gradients, channels last, and a matrix product."""

import torch
import torch.nn.functional as F


def convolution(batch, side, channels, out_channels, kernel, stride):
    def images(channels, side):
        return torch.randn(batch, channels, side, side).contiguous(memory_format=torch.channels_last)

    padding = kernel // 2
    out_side = (side + 2 * padding - kernel) // stride + 1
    x, dy = images(channels, side), images(out_channels, out_side)
    weight = torch.randn(out_channels, channels, kernel, kernel).contiguous(memory_format=torch.channels_last)
    bias = torch.randn(out_channels)

    def backward(mask):
        return torch.ops.aten.convolution_backward(
            dy, x, weight, [out_channels], [stride, stride], [padding, padding], [1, 1], False, [0, 0], 1, mask
        )

    work = {
        "forward": lambda: F.conv2d(x, weight, bias, stride=stride, padding=padding),
        "inputGradient": lambda: backward([True, False, False]),
        "filterGradient": lambda: backward([False, True, False]),
    }
    return {name: torch.no_grad()(function) for name, function in work.items()}, {}


def product(size):
    a, b = torch.randn(size, size), torch.randn(size, size)
    return {"product": lambda: a @ b}, {}
