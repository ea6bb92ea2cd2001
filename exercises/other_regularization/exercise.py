"""Data augmentation and early stopping. 100 points, 26 of them public."""

from __future__ import annotations

from mistakes import declare_mistakes

from grader.authoring import Exercise

exercise = Exercise(title="Other regularization", reference="other_regularization.py")
exercise.function("add_flipped_images", builds_on=("flip_images",))
exercise.function("random_crops", rng="fixed")


def pictures(rng, m, rows, columns, channels, **options):
    """No two numbers are alike, so that every pixel that goes astray shows."""
    return dict(images=rng.uniform(size=(m, rows, columns, channels)), **options)


def labelled(rng, m, rows, columns, channels):
    """Pictures with labels that are all different."""
    Y = rng.permutation(m).reshape(1, m) + 1.0
    return pictures(rng, m, rows, columns, channels, Y=Y)


@exercise.case("flip_images", points=4, visibility="public", seed=101)
def flips_two_images(rng):
    """mirrors left and right"""
    return pictures(rng, 2, 2, 3, 2)


@exercise.case("flip_images", points=4, visibility="hidden", seed=102)
def flips_colour_images(rng):
    """keeps rows, colours and the order of the images"""
    return pictures(rng, 4, 3, 5, 3)


@exercise.case("flip_images", points=4, visibility="hidden", seed=103)
def flips_one_image(rng):
    """works for a single image"""
    return pictures(rng, 1, 6, 4, 3)


@exercise.case("add_flipped_images", points=4, visibility="public", seed=111)
def adds_two_mirror_images(rng):
    """puts the mirror images behind the given ones, with their labels"""
    return labelled(rng, 2, 2, 3, 1)


@exercise.case("add_flipped_images", points=6, visibility="hidden", seed=112)
def adds_five_mirror_images(rng):
    """keeps every label with its image"""
    return labelled(rng, 5, 4, 3, 3)


@exercise.case("add_flipped_images", points=4, visibility="hidden", seed=113)
def adds_one_mirror_image(rng):
    """works for a single image"""
    return labelled(rng, 1, 3, 4, 1)


@exercise.case("crop_images", points=3, visibility="public", seed=201)
def crops_two_images(rng):
    """cuts a rectangle out of the middle"""
    return pictures(rng, 2, 4, 5, 1, top=1, left=2, height=2, width=3)


@exercise.case("crop_images", points=1, visibility="public", seed=204)
def crops_the_last_rows(rng):
    """reaches the last row, from the first column on"""
    return pictures(rng, 2, 4, 4, 1, top=1, left=0, height=3, width=2)


@exercise.case("crop_images", points=4, visibility="hidden", seed=202)
def crops_colour_images(rng):
    """keeps the colours, and takes rows and columns for what they are"""
    return pictures(rng, 3, 9, 7, 3, top=3, left=1, height=4, width=5)


@exercise.case("crop_images", points=4, visibility="hidden", seed=203)
def crops_a_corner(rng):
    """reaches the last row and the last column"""
    return pictures(rng, 1, 6, 8, 2, top=2, left=5, height=4, width=3)


@exercise.case("random_crops", points=5, visibility="public", seed=211)
def crops_three_images_at_random(rng):
    """cuts every image at a place of its own"""
    return pictures(rng, 3, 6, 7, 1, height=3, width=4, seed=1)


@exercise.case("random_crops", points=7, visibility="hidden", seed=212)
def crops_many_images_at_random(rng):
    """draws row and column image by image, with the seed it is given"""
    return pictures(rng, 12, 8, 11, 2, height=3, width=4, seed=42)


@exercise.case("random_crops", points=5, visibility="hidden", seed=213)
def crops_by_one_pixel(rng):
    """reaches every place, the last one too"""
    return pictures(rng, 9, 5, 6, 3, height=4, width=5, seed=8)


@exercise.case("random_crops", points=3, visibility="hidden", seed=214)
def crops_to_the_full_height(rng):
    """works when the rectangle is as high as the image"""
    return pictures(rng, 4, 3, 9, 1, height=3, width=2, seed=5)


@exercise.case("shear_images", points=4, visibility="public", seed=301)
def slants_two_images(rng):
    """moves every third row one pixel further"""
    return pictures(rng, 2, 7, 5, 1, rows_per_pixel=3)


@exercise.case("shear_images", points=7, visibility="hidden", seed=302)
def slants_colour_images(rng):
    """fills with zeros from the left and lets the right end go"""
    return pictures(rng, 3, 7, 6, 3, rows_per_pixel=3)


@exercise.case("shear_images", points=7, visibility="hidden", seed=303)
def slants_strongly(rng):
    """moves every row one pixel further than the one above it"""
    return pictures(rng, 2, 5, 8, 1, rows_per_pixel=1)


def errors(train, dev, patience):
    return dict(train_errors=train, dev_errors=dev, patience=patience)


@exercise.case("early_stopping", points=5, visibility="public", seed=401)
def stops_after_a_rise(rng):
    """stops when the dev error has risen for three epochs, and goes back to the best one"""
    return errors(
        [9.0, 7.0, 6.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.25],
        [10.0, 9.0, 8.0, 7.0, 7.5, 8.5, 9.0, 9.5, 9.75],
        patience=3,
    )


@exercise.case("early_stopping", points=5, visibility="hidden", seed=402)
def bears_a_short_rise(rng):
    """goes on through a rise that is shorter than the patience"""
    return errors(
        [9.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0],
        [12.0, 9.0, 9.5, 9.75, 8.0, 8.5, 8.25, 8.75, 9.0, 9.5],
        patience=3,
    )


@exercise.case("early_stopping", points=4, visibility="hidden", seed=403)
def misses_a_later_minimum(rng):
    """cannot know of a better epoch after the one at which it stopped"""
    return errors(
        [8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0], [9.0, 7.0, 7.5, 7.25, 6.0, 5.0, 4.0], patience=2
    )


@exercise.case("early_stopping", points=4, visibility="hidden", seed=404)
def never_has_to_stop(rng):
    """uses all epochs when the dev error keeps falling"""
    return errors([9.0, 8.0, 7.0, 6.0, 5.0], [9.5, 9.0, 8.5, 8.0, 7.5], patience=1)


@exercise.case("early_stopping", points=3, visibility="hidden", seed=405)
def stands_still(rng):
    """takes the first of equal epochs, and does not call standing still an improvement"""
    return errors([5.0, 4.0, 3.5, 3.0, 2.0, 1.0], [6.0, 5.0, 5.0, 5.0, 5.0, 4.0], patience=3)


@exercise.case("early_stopping", points=1, visibility="hidden", seed=407)
def ends_during_a_rise(rng):
    """goes back to the best epoch also when training ends before the patience does"""
    return errors([9.0, 8.0, 7.0, 6.0, 5.0, 4.5], [9.0, 8.0, 7.0, 6.0, 6.5, 6.25], patience=4)


@exercise.case("early_stopping", points=2, visibility="hidden", seed=406)
def has_a_lucky_dev_set(rng):
    """does not care whether the dev error is below the training error"""
    return errors(
        [9.0, 8.0, 7.0, 7.5, 8.0, 8.5, 9.0], [8.0, 7.0, 6.0, 6.5, 6.25, 6.75, 7.0], patience=4
    )


declare_mistakes(exercise)

exercise.equivalent(
    "add_flipped_images",
    ("flip_images(images)], axis=0)", "flip_images(images)])"),
    reason="the first axis is the one that concatenate takes by itself",
)
exercise.equivalent(
    "random_crops", ("np.zeros(", "np.ones("), reason="every entry is written before it is read"
)
exercise.equivalent(
    "early_stopping",
    ("best_epoch = 0", "best_epoch = 1"),
    reason="the first epoch is better than none and sets it",
)
exercise.equivalent(
    "early_stopping",
    ("range(len(dev_errors))", "range(len(train_errors))"),
    ("len(dev_errors) - 1", "len(train_errors) - 1"),
    reason="both lists have an entry for every epoch",
)

# Other faults give the same on the public cases.
exercise.needs_hidden_cases(
    "early_stopping",
    "counts_epochs_from_one",
    "waits_one_epoch_too_long",
    "watches_the_training_error",
)
