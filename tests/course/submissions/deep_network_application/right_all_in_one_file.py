# A right solution of the older habit that brings every piece along and returns parameters alone.
import numpy as np
import matplotlib.pyplot as plt

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def start(dims, small):
    np.random.seed(1)
    p = {}
    for l in range(1, len(dims)):
        p['W%d' % l] = np.random.randn(dims[l], dims[l - 1])
        p['W%d' % l] *= 0.01 if small else 1 / np.sqrt(dims[l - 1])
        p['b%d' % l] = np.zeros((dims[l], 1))
    return p

def forward(X, p):
    L = len(p) // 2
    As = [X]
    for l in range(1, L + 1):
        Z = np.dot(p['W%d' % l], As[-1]) + p['b%d' % l]
        As.append(sigmoid(Z) if l == L else np.maximum(Z, 0))
    return As

def step(p, As, Y, alpha):
    L, m = len(p) // 2, Y.shape[1]
    dZ = As[L] - Y
    for l in range(L, 0, -1):
        dA = np.dot(p['W%d' % l].T, dZ)
        p['W%d' % l] -= alpha * np.dot(dZ, As[l - 1].T) / m
        p['b%d' % l] -= alpha * np.sum(dZ, axis=1, keepdims=True) / m
        dZ = dA * (As[l - 1] > 0)

def train(p, X, Y, learning_rate, num_iterations, print_cost):
    costs = []
    for i in range(0, num_iterations):
        As = forward(X, p)
        if print_cost and i % 100 == 0:
            cost = -np.mean(Y * np.log(As[-1]) + (1 - Y) * np.log(1 - As[-1]))
            print("Cost after iteration %i: %f" % (i, cost))
            costs.append(cost)
        step(p, As, Y, learning_rate)
    plt.plot(np.squeeze(costs))
    plt.title("Learning rate =" + str(learning_rate))
    plt.show()
    return p

# GRADED FUNCTION: two_layer_model
def two_layer_model(X, Y, layers_dims, learning_rate = 0.0075, num_iterations = 3000, print_cost=False):
    return train(start(layers_dims, True), X, Y, learning_rate, num_iterations, print_cost)

# GRADED FUNCTION: L_layer_model
def L_layer_model(X, Y, layers_dims, learning_rate = 0.0075, num_iterations = 3000, print_cost=False):#lr was 0.009
    return train(start(layers_dims, False), X, Y, learning_rate, num_iterations, print_cost)

if __name__ == '__main__':
    parameters = two_layer_model(train_x, train_y, (12288, 7, 1), num_iterations = 2500, print_cost=True)
