def sigmoid(Z):
    return 'theirs'
