"""Right but for a cost that is not averaged, a prediction without sigmoid, and fixed training."""
import numpy as np
from lr_utils import load_dataset

train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def initialize_with_zeros(dim):
    return np.zeros((dim, 1)), 0


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": 1 / m * np.dot(X, (A - Y).T), "db": 1 / m * np.sum(A - Y)}, cost


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    m = X.shape[1]
    for i in range(num_iterations):
        A = sigmoid(np.dot(w.T, X) + b)
        dw, db = np.dot(X, (A - Y).T) / m, np.sum(A - Y) / m
        if i % 100 == 0:
            costs.append(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m)
        w = w - learning_rate * dw
        b = b - learning_rate * db
    return {"w": w, "b": b}, {"dw": dw, "db": db}, costs


def predict(w, b, X):
    Y_prediction = np.zeros((1, X.shape[1]))
    A = np.dot(w.T, X) + b
    for i in range(A.shape[1]):
        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0
    return Y_prediction


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    parameters, grads, costs = optimize(w, b, X_train, Y_train, num_iterations=2000, learning_rate=0.5)
    w, b = parameters["w"], parameters["b"]
    return {"costs": costs, "Y_prediction_test": (sigmoid(np.dot(w.T, X_test) + b) > 0.5) * 1.,
            "Y_prediction_train": (sigmoid(np.dot(w.T, X_train) + b) > 0.5) * 1., "w": w, "b": b,
            "learning_rate": learning_rate, "num_iterations": num_iterations}
