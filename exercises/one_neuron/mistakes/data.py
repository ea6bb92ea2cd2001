"""Mistakes of data_sizes, join_bias, graph_derivatives."""

from __future__ import annotations

from .shared import Mistakes

# Function: (id, old, new, hint).
MISTAKES: Mistakes = {
    "data_sizes": (
        (
            "forgets_the_channels",
            "height, height * width * channels",
            "height, height * width",
            "A colour image has several numbers for each pixel.",
        ),
        (
            "counts_the_whole_set",
            "height, height * width * channels",
            "height, train_images.size",
            "How many numbers are in one image?",
        ),
        (
            "counts_pixels_as_size",
            "test_images.shape[0], height, height",
            "test_images.shape[0], height * width, height",
            "num_px is the length of one side.",
        ),
        (
            "swaps_the_sets",
            "return m_train, test_images.shape[0],",
            "return test_images.shape[0], m_train,",
            "Both are right; the training set comes first.",
        ),
        (
            "forgets_a_side",
            "height, height * width * channels",
            "height, height * channels",
            "An image has a height and a width.",
        ),
    ),
    "join_bias": (
        (
            "puts_the_bias_last",
            "np.vstack([[[b]], w])",
            "np.vstack([w, [[b]]])",
            "The bias stands where the ones stand: in the first row.",
        ),
        (
            "adds_zeros",
            "np.ones((1, X.shape[1]))",
            "np.zeros((1, X.shape[1]))",
            "What must the new feature be, so that theta_0 is added as it is?",
        ),
        (
            "puts_the_ones_last",
            "np.vstack([np.ones((1, X.shape[1])), X])",
            "np.vstack([X, np.ones((1, X.shape[1]))])",
            "The ones stand where the bias stands: in the first row.",
        ),
        (
            "repeats_the_bias",
            "np.ones((1, X.shape[1]))",
            "np.full((1, X.shape[1]), b)",
            "The bias is in theta. If it is in the examples too, it is squared.",
        ),
        (
            "adds_the_bias_to_the_weights",
            "np.vstack([[[b]], w])",
            "np.vstack([[[b]], w + b])",
            "The weights stay as they are. The bias gets its own row.",
        ),
    ),
    "graph_derivatives": (
        (
            "turns_the_sign_of_da",
            "da = -y / a + (1 - y) / (1 - a)",
            "da = y / a - (1 - y) / (1 - a)",
            "The loss has a minus in front. What is its derivative?",
        ),
        (
            "forgets_the_sigmoid",
            "dz = da * a * (1 - a)",
            "dz = da",
            "Between a and z stands the sigmoid: what is its derivative?",
        ),
        (
            "forgets_half_of_da",
            "-y / a + (1 - y) / (1 - a)",
            "-y / a",
            "For y = 0 the other part of the loss counts.",
        ),
        (
            "takes_a_minus_y_for_da",
            "da = -y / a + (1 - y) / (1 - a)\n    dz = da * a * (1 - a)",
            "da = a - y\n    dz = a - y",
            "a minus y is dz. What is the derivative of the loss by a itself?",
        ),
        (
            "multiplies_by_weights",
            '"dw1": x1 * dz, "dw2": x2 * dz',
            '"dw1": w1 * dz, "dw2": w2 * dz',
            "z = w1 x1 + ...: what is its derivative by w1?",
        ),
        (
            "swaps_the_features",
            '"dw1": x1 * dz, "dw2": x2 * dz',
            '"dw1": x2 * dz, "dw2": x1 * dz',
            "Each weight has its own feature.",
        ),
        (
            "says_db_is_one",
            '"db": dz',
            '"db": 1.0',
            "z changes by 1 with b. And by how much does the loss change with z?",
        ),
        (
            "forgets_the_bias",
            "w1 * x1 + w2 * x2 + b)",
            "w1 * x1 + w2 * x2)",
            "The neuron adds its bias to z.",
        ),
    ),
}
