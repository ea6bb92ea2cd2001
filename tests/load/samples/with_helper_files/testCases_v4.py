def two_layer_model(X):
    return 'not the student'
