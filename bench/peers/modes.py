"""Modes of PyTorch: "eager", "compiled", "bfloat16" (autocast) and "compiled bfloat16"."""

import torch

TOLERANCES = {"float32": 1e-4, "bfloat16": 0.05}


def enter(mode, module, predict):
    """The function of a network in a mode. Compiles the module in place at its next call."""
    if mode not in ("eager", "compiled", "bfloat16", "compiled bfloat16"):
        raise ValueError(f"unknown mode {mode}")
    if "compiled" in mode:
        torch._dynamo.reset()
        # Without fallbacks: a part that stays eager would be timed as compiled.
        module.compile(fullgraph=True, dynamic=False)
    if "bfloat16" not in mode:
        return predict
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        raise RuntimeError("PyTorch has no bfloat16 convolutions for this processor")

    def in_bfloat16(*inputs):
        with torch.autocast("cpu", torch.bfloat16):
            output = predict(*inputs)
        return output.float()

    return in_bfloat16


def check(mode, results, expected):
    """Compares results with those of eager float32, and returns the greatest relative difference."""
    difference = max(((result - value).norm() / value.norm()).item() for result, value in zip(results, expected, strict=True))
    tolerance = TOLERANCES["bfloat16" if "bfloat16" in mode else "float32"]
    if not difference <= tolerance:
        raise RuntimeError(f"results differ from eager float32 by {difference:.2g}, more than {tolerance}")
    return difference


def reason(error):
    """The first line of an error's message: those of the compiler have many."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
