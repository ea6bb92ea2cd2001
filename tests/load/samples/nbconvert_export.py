#!/usr/bin/env python
# coding: utf-8

# # Logistic Regression with a Neural Network mindset

# In[1]:


import numpy as np
import matplotlib.pyplot as plt
import h5py
import scipy
from PIL import Image
from scipy import ndimage
from lr_utils import load_dataset

get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().magic(u'matplotlib inline')


# In[2]:


train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()
m_train = train_set_x_orig.shape[0]


# In[3]:


# GRADED FUNCTION: sigmoid

def sigmoid(z):
    s = 1 / (1 + np.exp(-z))
    return s


# In[4]:


print("sigmoid([0, 2]) = " + str(sigmoid(np.array([0, 2]))))


# In[5]:


# GRADED FUNCTION: initialize_with_zeros

def initialize_with_zeros(dim):
    w = np.zeros((dim, 1))
    b = 0
    assert w.shape == (dim, 1)
    return w, b


# In[6]:


# GRADED FUNCTION: propagate

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost


# In[7]:


index = 25
plt.imshow(train_set_x_orig[index])
fname = "images/cat.jpg"
image = np.array(ndimage.imread(fname, flatten=False))
files = get_ipython().getoutput('ls images')
