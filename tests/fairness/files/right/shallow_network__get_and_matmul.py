# %%
import sys

sys.path.append("..")
import numpy as np
import planar_utils as planar
import public_tests
import testCases_v2 as cases

# %%
X, Y = planar.load_planar_dataset()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %%
def forward_propagation(X, parameters):
    W1, b1 = parameters.get("W1"), parameters.get("b1")
    W2, b2 = parameters.get("W2"), parameters.get("b2")
    Z1 = np.matmul(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.matmul(W2, A1) + b2
    A2 = sigmoid(Z2)
    print("Z1", Z1.shape, "A2", A2.shape)
    assert A2.shape == (1, X.shape[1])
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


# %%
def compute_cost(A2, Y):
    logprobs = np.dot(Y, np.log(A2.T)) + np.dot((1 - Y), np.log(1 - A2.T))
    cost = -logprobs / Y.shape[1]
    return float(np.squeeze(cost))


# %%
public_tests.compute_cost_test(compute_cost)


def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return np.round(A2)


if __name__ == "__main__":
    n_h = int(input("How many hidden units? "))
