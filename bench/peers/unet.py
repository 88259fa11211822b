"""The U-Net of cellgen in plain PyTorch, from Hugging Face's config.json."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class ResidualBlock(nn.Module):
    def __init__(self, channels, out_channels, embedding, groups):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, channels)
        self.conv1 = nn.Conv2d(channels, out_channels, 3, padding=1)
        self.time = nn.Linear(embedding, out_channels)
        self.norm2 = nn.GroupNorm(groups, out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.shortcut = nn.Identity() if channels == out_channels else nn.Conv2d(channels, out_channels, 1)

    def forward(self, x, embedding):
        hidden = self.conv1(F.silu(self.norm1(x))) + self.time(embedding)[:, :, None, None]
        return self.shortcut(x) + self.conv2(F.silu(self.norm2(hidden)))


class Attention(nn.Module):
    """Between all places of an image."""

    def __init__(self, channels, head_dim, groups):
        super().__init__()
        self.heads = 1 if head_dim is None else channels // head_dim
        self.norm = nn.GroupNorm(groups, channels)
        self.q, self.k, self.v, self.out = (nn.Linear(channels, channels) for _ in range(4))

    def forward(self, x):
        tokens = self.norm(x).flatten(2).transpose(1, 2)
        q, k, v = (self.split(project(tokens)) for project in (self.q, self.k, self.v))
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        return x + self.out(attended).transpose(1, 2).reshape(x.shape)

    def split(self, tokens):
        return tokens.unflatten(2, (self.heads, -1)).transpose(1, 2)


class Unet(nn.Module):
    def __init__(self, config):
        super().__init__()
        channels, layers = config["block_out_channels"], config["layers_per_block"]
        self.groups, self.head_dim = config["norm_num_groups"], config["attention_head_dim"]
        first, last = channels[0], channels[-1]
        self.embedding = 4 * first
        self.linear1, self.linear2 = nn.Linear(first, self.embedding), nn.Linear(self.embedding, self.embedding)
        self.conv_in = nn.Conv2d(config["in_channels"], first, 3, padding=1)

        skips, width = [first], first
        self.down, self.downsample = nn.ModuleList(), nn.ModuleList()
        for level, (out_channels, kind) in enumerate(zip(channels, config["down_block_types"], strict=True)):
            block = nn.ModuleList()
            for _ in range(layers):
                block.append(self.layer(width, out_channels, kind))
                width = out_channels
                skips.append(width)
            self.down.append(block)
            if level < len(channels) - 1:
                self.downsample.append(nn.Conv2d(width, width, 3, stride=2, padding=1))
                skips.append(width)

        self.middle1 = self.layer(last, last, "AttnMiddle")
        self.middle2 = self.layer(last, last, "Middle")

        self.up, self.upsample = nn.ModuleList(), nn.ModuleList()
        for out_channels, kind in zip(reversed(channels), config["up_block_types"], strict=True):
            block = nn.ModuleList()
            for _ in range(layers + 1):
                block.append(self.layer(width + skips.pop(), out_channels, kind))
                width = out_channels
            self.up.append(block)
            if skips:
                self.upsample.append(nn.Conv2d(width, width, 3, padding=1))
        self.norm_out = nn.GroupNorm(self.groups, first)
        self.conv_out = nn.Conv2d(first, config["out_channels"], 3, padding=1)
        self.register_buffer("rates", torch.exp(-math.log(1e4) * torch.arange(first // 2) / (first // 2)))

    def layer(self, channels, out_channels, kind):
        layer = nn.ModuleList([ResidualBlock(channels, out_channels, self.embedding, self.groups)])
        if kind.startswith("Attn"):
            layer.append(Attention(out_channels, self.head_dim, self.groups))
        return layer

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
        for level, block in enumerate(self.down):
            for layer in block:
                hidden = self.run(layer, hidden, embedding)
                skips.append(hidden)
            if level < len(self.downsample):
                hidden = self.downsample[level](hidden)
                skips.append(hidden)
        hidden = self.run(self.middle2, self.run(self.middle1, hidden, embedding), embedding)
        for level, block in enumerate(self.up):
            for layer in block:
                hidden = self.run(layer, torch.cat([hidden, skips.pop()], 1), embedding)
            if level < len(self.upsample):
                hidden = self.upsample[level](F.interpolate(hidden, scale_factor=2.0, mode="nearest"))
        return self.conv_out(F.silu(self.norm_out(hidden)))
