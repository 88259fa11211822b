"""PyTorch compared with cellgen: creates networks and operations, and times them on request.

The first line of its output is {"name", "threads"} and the versions of other packages, or {"missing": reason}. It answers each line of
input, a request, with one line:

    {"make": "training" | "sampling" | "convolution" | "product" | "loading", and its arguments}    replaces the last one;
                                  with another "mode" than "eager", the answer is {"missing": reason} if it fails
    {"time": name, "count": n}    the milliseconds of each of n runs, after one that is not counted
    {"peakBytes": true}           peak memory of the process
"""

import argparse
import gc
import importlib.metadata
import json
import resource
import sys
import time

try:
    import torch
except ImportError as error:
    print(json.dumps({"missing": str(error)}), flush=True)
    sys.exit(0)

import diffusion
import modes
import operations

try:
    from loading import loading
except ImportError:
    loading = None

makers = {
    "training": diffusion.training,
    "sampling": diffusion.sampling,
    "convolution": operations.convolution,
    "product": operations.product,
    "loading": loading,
}


def version_of(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def milliseconds(work, count):
    times = []
    for _ in range(count + 1):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times[1:]


def peak_bytes():
    """Of this program alone: what getrusage counts on Linux may be its parent's."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except FileNotFoundError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


arguments = argparse.ArgumentParser()
arguments.add_argument("--threads", type=int)
threads = arguments.parse_args().threads
if threads is not None:
    torch.set_num_threads(threads)
torch.manual_seed(0)

about = {"name": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads()}
versions = {name: version_of(name) for name in ("diffusers", "torchvision", "pillow")}
print(json.dumps({**about, **versions}), flush=True)
work = {}
for line in sys.stdin:
    request = json.loads(line)
    if "make" in request:
        work = {}
        gc.collect()
        try:
            work, answer = makers[request.pop("make")](**request)
        except Exception as error:
            if request.get("mode", "eager") == "eager":
                raise
            answer = {"missing": modes.reason(error)}
    elif "time" in request:
        answer = milliseconds(work[request["time"]], request["count"])
    else:
        answer = peak_bytes()
    print(json.dumps(answer), flush=True)
