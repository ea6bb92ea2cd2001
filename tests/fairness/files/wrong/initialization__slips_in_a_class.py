import numpy as np


class Starts:
    @staticmethod
    def initialize_parameters_zeros(layers_dims):
        return {
            "W%d" % l: np.zeros((layers_dims[l], layers_dims[l - 1]))
            for l in range(1, len(layers_dims))
        }

    @staticmethod
    def initialize_parameters_he(layers_dims):
        np.random.seed(3)
        found = {}
        for l in range(1, len(layers_dims)):
            found["W%d" % l] = (
                np.random.randn(layers_dims[l], layers_dims[l - 1])
                * np.sqrt(2)
                / layers_dims[l - 1]
            )
            found["b%d" % l] = np.zeros((layers_dims[l], 1))
        return found
