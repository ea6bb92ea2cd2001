"""What the loader knows of modules that students import: no part of it is ever imported here."""

from __future__ import annotations

import re
import sys

COURSE_HELPERS: frozenset[str] = frozenset(
    "cnn_utils datasets_utils dlai_grader dlai_tools dnn_app_utils dnn_utils emo_utils fr_utils gc_utils"
    " gradcheck_utils improv_utils init_utils kt_utils lr_utils nst_utils opt_utils planar_utils public_tests"
    " public_test reg_utils resnets_utils rnn_utils test_case test_cases test_utils testcase testcases tf_utils"
    " unit_tests unittests utils_test w1_unittest w2_unittest w3_unittest w4_unittest yolo_utils".split()
)
"""Helper modules of the public assignments, in lower case and without a version.

Students hand them in beside their own files; they are never the student's work.
"""

INERT: frozenset[str] = COURSE_HELPERS | frozenset(
    "IPython PIL Tkinter bokeh cPickle coursera cv2 gdown google graphviz grader gym h5py imageio ipykernel"
    " ipywidgets joblib kaggle keras keras_preprocessing matplotlib mlxtend mpl_toolkits nbgrader nltk numba"
    " notebook opendatasets otter pandas plotly prettytable psutil pydot pylab pytest requests scipy seaborn skimage"
    " sklearn statsmodels submit sympy tabulate tensorboard tensorflow termcolor tf_keras theano tkinter torch"
    " torchaudio torchsummary torchvision turtle urllib urllib2 wandb webbrowser wget xgboost".split()
)
"""First names of modules that are known but useless here: plots, data sets, other libraries."""

PURE: frozenset[str] = frozenset(
    "numpy math cmath functools collections fractions decimal itertools operator copy types typing enum"
    " dataclasses random re string numbers statistics".split()
)
"""Modules whose functions may be called at top level when a constant is made."""

PROGRESS_BARS: frozenset[str] = frozenset(("tqdm", "tqdm_notebook", "trange", "tnrange"))

_VERSION = re.compile(r"_v\d+\w*$", re.I)


def without_version(name: str) -> str:
    """``opt_utils_v1a`` -> ``opt_utils``."""
    return _VERSION.sub("", name)


def is_inert(module_name: str) -> bool:
    """Whether this dotted name means a module that is known but useless for grading."""
    root = module_name.partition(".")[0]
    return root in INERT or is_course_helper(module_name)


def is_course_helper(module_name: str) -> bool:
    """Whether the last part of the name is a helper module of the public assignments."""
    last = without_version(module_name.rpartition(".")[2]).lower()
    return last in COURSE_HELPERS or last.startswith(("testcase", "test_case"))


def is_known(module_name: str) -> bool:
    """Whether NumPy or Python's own library has it; a sibling file does not take its place."""
    root = module_name.partition(".")[0]
    return root == "numpy" or (root in sys.stdlib_module_names and root not in INERT)
