"""Everything stands in the block that runs when the file is started."""

import time

if __name__ == "__main__":
    import numpy as np

    SCALE = 1.0

    def L1(yhat, y):
        return SCALE * np.sum(np.abs(yhat - y))

    def L2(yhat, y):
        return np.dot(yhat - y, yhat - y)

    time.sleep(100)
    print(L1(np.ones(3), np.zeros(3)))
