# Windows, tabs and a form feed
import numpy as np

def L1(yhat, y):
	if True:
		return np.sum(abs(y - yhat))

EPS = 1e-8

def L2(yhat, y):
	return np.sum((y - yhat) ** 2) + EPS
