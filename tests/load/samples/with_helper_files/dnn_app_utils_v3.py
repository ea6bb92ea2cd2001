import numpy as np
import h5py


def L_layer_model(X):
    return 'the course wrote this'


def load_data():
    return h5py.File('x')
