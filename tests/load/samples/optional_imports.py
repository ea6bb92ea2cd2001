try:
    import numpy as np
except ImportError:
    np = None
try:
    import cPickle as pickle
except ImportError:
    import pickle
try:
    from google.colab import drive
    drive.mount("/content")
    COLAB = True
except:
    COLAB = False
import sys
if sys.version_info[0] < 3:
    text = unicode
    print("old")
else:
    text = str
    def name_of(x):
        return text(x)
if train():
    RATE = 3
else:
    RATE = 4
if __name__ == "__main__":
    sys.exit(name_of(3))


def rated(x):
    return RATE * x


def flagged():
    return COLAB
