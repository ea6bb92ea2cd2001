"""A right solution that calls no other graded function, changes its arguments, and returns tuples,
booleans and numbers made of arrays with one entry."""
import numpy


sigmoid = lambda z: (numpy.tanh(0.5 * numpy.array(z)) + 1) * 0.5


def initialize_with_zeros(dim):
    return [numpy.zeros(shape=(dim, 1)), 0.]


def propagate(w, b, X, Y):
    Z = numpy.einsum("ij,ik->jk", w, X) + b
    # log(1 + e^z) - y z is the same cross-entropy without a sigmoid
    cost = numpy.dot(numpy.logaddexp(0, Z) - Y * Z, numpy.ones((X.shape[1], 1))) / X.shape[1]
    error = 1 / (1 + numpy.exp(-Z)) - Y
    return {"dw": numpy.mean(X * error, axis=1, keepdims=True), "db": error.mean()}, float(cost)


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = ()
    for i in range(num_iterations):
        error = 1 / (1 + numpy.exp(-(w.T @ X + b))) - Y
        if i % 100 == 0:
            costs += (propagate(w, b, X, Y)[1],)
        grads = {"dw": X @ error.T / X.shape[1], "db": numpy.average(error)}
        w = w - learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
    return {"w": w, "b": b, "steps": num_iterations}, grads, costs


def predict(w, b, X):
    return w.T @ X > -b


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    start = numpy.zeros((X_train.shape[0], 1))
    params, _, costs = optimize(start, 0.0, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    predictions = {"Y_prediction_" + name: predict(w, b, X) for name, X in (("train", X_train), ("test", X_test))}
    return {**predictions, "w": w, "b": b, "costs": list(costs), "learning_rate": learning_rate,
            "num_iterations": num_iterations, "accuracy": numpy.mean(predictions["Y_prediction_test"] == Y_test)}
