import numpy as np

if __name__ == "__main__":
    def L1(yhat, y):
        return np.sum(abs(yhat - y))

    print(L1(1, 2))


def outer():
    def L2(yhat, y):
        return 3
    return L2


for _ in range(1):
    def softmax(x):
        return x


def normalise_rows(x):
    return x


def normalizeColumns(x):
    return x


from scipy.special import expit as sigmoid
image2vector = make_it()
