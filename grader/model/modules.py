"""Which modules student code may import, and why another one is not there.

The child has the first list loaded before any student code runs; the loader knows by it which
imports find something. A library that an exercise declares comes to it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection

STANDARD = (
    "abc", "argparse", "array", "ast", "base64", "bisect", "builtins", "calendar", "cmath",
    "codecs", "collections", "collections.abc", "contextlib", "copy", "csv", "dataclasses",
    "datetime", "decimal", "enum", "errno", "fractions", "functools", "gc", "glob", "hashlib",
    "heapq", "importlib", "inspect", "io", "itertools", "json", "keyword", "linecache", "logging",
    "math", "numbers", "operator", "os", "os.path", "pathlib", "pickle", "platform", "pprint",
    "queue", "random", "re", "secrets", "shutil", "signal", "statistics", "string", "struct",
    "sys", "tempfile", "textwrap", "threading", "time", "timeit", "traceback", "types", "typing",
    "unittest", "unittest.mock", "uuid", "warnings", "weakref", "zlib",
    "encodings.ascii", "encodings.latin_1", "encodings.utf_8", "encodings.utf_8_sig",
    "encodings.utf_16", "encodings.utf_32", "encodings.cp1252", "encodings.unicode_escape",
    "encodings.raw_unicode_escape",
)  # fmt: skip

_THERE = frozenset(name.partition(".")[0] for name in STANDARD) | {"numpy", "__future__"}

TOOLS = frozenset(
    "IPython PIL alive_progress bdb bokeh cProfile colorama cycler debugpy enlighten fastprogress faulthandler"
    " google grader icecream ipdb ipykernel ipywidgets line_profiler loguru marimo matplotlib memory_profiler"
    " mpl_toolkits nbgrader notebook objgraph otter pdb plotly prettytable profile progress progressbar pstats"
    " psutil pudb pydot pyinstrument pylab pympler pyprind pysnooper rich scalene seaborn snoop tabulate"
    " termcolor tqdm trace tracemalloc turtle viztracer wandb web_pdb wdb webbrowser".split()
)
"""First names of modules that watch, show or measure what code does, and compute nothing of it."""

PROGRESS_BARS = frozenset(
    "alive_progress enlighten fastprogress progress progressbar pyprind rich tqdm".split()
)
"""Of these, those whose loops hand their items on."""

THREADS = frozenset("_thread asyncio concurrent multiprocessing subprocess joblib dask ray".split())
"""First names of modules that start threads or processes, which no child may."""

LIBRARIES = frozenset(
    "Tkinter autograd cPickle coursera cupy cv2 gdown graphviz gym h5py imageio jax kaggle keras"
    " keras_preprocessing mlxtend nltk numba numexpr opendatasets pandas polars pytest requests scipy skimage"
    " sklearn statsmodels submit sympy tensorboard tensorflow tf_keras theano tkinter torch torchaudio"
    " torchsummary torchvision urllib urllib2 wget xarray xgboost".split()
)
"""First names of other libraries that students import."""


COURSE_HELPERS: frozenset[str] = frozenset(
    "cnn_utils datasets_utils dlai_grader dlai_tools dnn_app_utils dnn_utils emo_utils fr_utils gc_utils"
    " gradcheck_utils improv_utils init_utils kt_utils lr_utils nst_utils opt_utils planar_utils public_tests"
    " public_test reg_utils resnets_utils rnn_utils test_case test_cases test_utils testcase testcases tf_utils"
    " unit_tests unittests utils_test w1_unittest w2_unittest w3_unittest w4_unittest yolo_utils".split()
)
"""Helper modules of the public assignments, in lower case and without a version.

Students hand them in beside their own files; they are never the student's work.
"""

_VERSION = re.compile(r"_v\d+\w*$", re.I)


def without_version(name: str) -> str:
    """``opt_utils_v1a`` -> ``opt_utils``."""
    return _VERSION.sub("", name)


def is_course_helper(module_name: str) -> bool:
    """Whether the last part of the name is a helper module of the public assignments."""
    last = without_version(module_name.rpartition(".")[2]).lower()
    return last in COURSE_HELPERS or last.startswith(("testcase", "test_case"))


def is_there(module: str, libraries: Collection[str] = ()) -> bool:
    """Whether student code can import ``module``, a dotted name, as far as its first part tells."""
    root = module.partition(".")[0]
    return root in _THERE or root in libraries


def why_absent(module: str) -> str:
    """Why an import of ``module`` finds nothing, as a sentence without its full stop."""
    root = module.partition(".")[0]
    if root in THREADS:
        return f"{module} is not available here: there are no threads and no other processes"
    if root in sys.stdlib_module_names or root in TOOLS:
        return f"{root} is not available here"
    if root in LIBRARIES:
        return f"{root} is not available here, only NumPy is"
    if is_course_helper(module):
        return f"{module} of the course is not available here"
    return f"{module} was not handed in"
