"""Modules that are not there: tools do no harm, guarded imports fail, the rest is told by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran, notebook

Grader = Callable[..., Ran]
Write = Callable[..., Path]

HARMLESS = {
    "a debugger": "def double(x):\n    import pdb\n    return 2 * x",
    "a debugger that is called": "import ipdb\ndef double(x):\n    ipdb.set_trace()\n    return 2 * x",
    "a breakpoint": "def double(x):\n    breakpoint()\n    return 2 * x",
    "a progress bar": (
        "import numpy as np\ndef double(x):\n    from tqdm.auto import tqdm\n    y = []\n"
        "    for v in tqdm(x, desc='v'):\n        y.append(2 * v)\n    return np.array(y)"
    ),
    "another progress bar": (
        "def double(x):\n    import rich.progress\n    y = x.copy()\n"
        "    for i in rich.progress.track(range(len(x))):\n        y[i] = 2 * x[i]\n    return y"
    ),
    "a bar over numbers": (
        "import tqdm\ndef double(x):\n    y = x.copy()\n    bar = tqdm.trange(len(x))\n"
        "    for i in bar:\n        bar.set_postfix(i=i)\n        y[i] *= 2\n    return y"
    ),
    "a profiler": (
        "def double(x):\n    from line_profiler import LineProfiler\n    import cProfile, timeit\n"
        "    with cProfile.Profile() as watch:\n        y = 2 * x\n    watch.print_stats()\n    return y"
    ),
    "a plot": (
        "def double(x):\n    import matplotlib.pyplot as plt\n    fig, (left, right) = plt.subplots(1, 2)\n"
        "    left.plot(x)\n    plt.show()\n    return 2 * x"
    ),
    "what the kernel brings": (
        "def double(x):\n    display(x)\n    get_ipython().run_line_magic('time', '')\n    return 2 * x"
    ),
    "a library whose result is only printed": (
        "def double(x):\n    from sklearn.metrics import accuracy_score\n"
        "    print('accuracy', accuracy_score(x, x))\n    return 2 * x"
    ),
    "an unused library": "def double(x):\n    import torch, my_utils, subprocess\n    return 2 * x",
    "another array library under its name": "import cupy as np\ndef double(x):\n    return np.add(x, x)",
    "a base class": "import torch\nclass Net(torch.nn.Module):\n    pass\ndef double(x):\n    return x + x",
}


@pytest.mark.parametrize("what", HARMLESS)
def test_plots_and_debuggers_do_nothing(grader: Grader, write: Write, what: str) -> None:
    """Debuggers, progress bars, profilers and plots, wherever they are imported."""
    write("ann.ipynb", notebook(HARMLESS[what]))
    ran = grader("check", "ann.ipynb", "--exercise", "scaling", "--json")
    assert ran.json["functions"][0]["status"] == "passed", ran.json["cases"]


GUARDED = {
    "a flag": (
        "try:\n    import torch\n    HAVE = True\nexcept ImportError:\n    HAVE = False\n"
        "def double(x):\n    return torch.mul(x, 2) if HAVE else 2 * x"
    ),
    "a flag of scipy": (
        "try:\n    from scipy.special import expit\nexcept ModuleNotFoundError:\n    expit = None\n"
        "def double(x):\n    return 2 * x if expit is None else expit(x)"
    ),
    "another function": (
        "try:\n    from fast_math import double\nexcept Exception:\n    def double(x):\n        return 2 * x"
    ),
    "inside the function": (
        "def double(x):\n    try:\n        import tensorflow as tf\n        return tf.constant(x) * 2\n"
        "    except ImportError:\n        return 2 * x"
    ),
    "a bare except, and an else": (
        "try:\n    import google.colab\nexcept:\n    COLAB = False\nelse:\n    COLAB = True\n"
        "def double(x):\n    return x if COLAB else 2 * x"
    ),
    "suppressed": (
        "from contextlib import suppress\nHAVE = False\nwith suppress(ImportError):\n    import numba\n"
        "    HAVE = True\ndef double(x):\n    return x if HAVE else 2 * x"
    ),
    "looked for": (
        "import importlib.util\nHAVE = importlib.util.find_spec('jax') is not None\n"
        "def double(x):\n    return x if HAVE else 2 * x"
    ),
    "imported elsewhere without a guard": (
        "import pandas\ntry:\n    import pandas\n    HAVE = True\nexcept ImportError:\n    HAVE = False\n"
        "def double(x):\n    return x if HAVE else 2 * x"
    ),
}


@pytest.mark.parametrize("what", GUARDED)
def test_guarded_import(grader: Grader, write: Write, what: str) -> None:
    """It fails, so that flags, fallbacks and other branches are those for NumPy alone."""
    write("ann.py", GUARDED[what] + "\n")
    ran = grader("check", "ann.py", "--exercise", "scaling", "--json")
    assert ran.json["functions"][0]["status"] == "passed", ran.json["cases"]


TOLD = {
    "def double(x):\n    return expit(x) * 2": "scipy is not available here, only NumPy is",
    "def double(x):\n    return expit(x)": "scipy is not available here, only NumPy is",
    "def double(x):\n    return {'a': [expit(x)]}": "scipy is not available here, only NumPy is",
    "import tensorflow as tf\ndef double(x):\n    return tf.math.multiply(x, 2).numpy()": (
        "tensorflow is not available here, only NumPy is"
    ),
    "import torch\nimport numpy as np\ndef double(x):\n    return np.sum(torch.tensor(x))": (
        "torch is not available here, only NumPy is"
    ),
    "from my_utils import twice\ndef double(x):\n    return twice(x)": "my_utils was not handed in",
    "def double(x):\n    from .helpers import twice\n    return twice(x)": "helpers was not handed in",
    "from my_utils import *\ndef double(x):\n    return twice(x)": "my_utils was not handed in",
    "from concurrent.futures import ThreadPoolExecutor\ndef double(x):\n"
    "    with ThreadPoolExecutor(2) as pool:\n        return sum(pool.map(abs, x))": (
        "concurrent.futures is not available here: there are no threads"
    ),
    "import threading\ndef double(x):\n    t = threading.Thread(target=print)\n    t.start()\n    return x": (
        "Threads are not available here"
    ),
}


@pytest.mark.parametrize("code", TOLD)
def test_missing_module_is_named(grader: Grader, write: Write, code: str) -> None:
    """Not as a name that is defined nowhere, and without a word of what stands in its place."""
    write("ann.py", "from scipy.special import expit\n" + code + "\n")
    ran = grader("check", "ann.py", "--exercise", "scaling")
    assert ran.code == 1
    told = " ".join(ran.out.split())
    assert TOLD[code] in told
    assert not any(word in told for word in ("Absent", "Inert", "Opaque", "sandbox", "stand-in"))
