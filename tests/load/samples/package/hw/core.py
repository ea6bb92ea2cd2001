from . import helpers
from .helpers import scale
from hw.helpers import scale as again
from hw import helpers as h2
from .reg_utils import sigmoid


def predict(x):
    from .helpers import SHIFT
    return scale(x) + again(x) + helpers.SHIFT + h2.SHIFT + SHIFT
