"""What students get wrong about augmented images and early stopping."""

from __future__ import annotations

from grader.authoring import Exercise


def declare_mistakes(exercise: Exercise) -> None:
    """Declare the known mistakes of all six functions."""
    for declare in (of_flipping, of_adding, of_cropping, of_random_crops, of_shearing, of_stopping):
        declare(exercise)


def of_flipping(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        exercise.mistake("flip_images", id, edit=("images[:, :, ::-1, :]", new), hint=hint)

    mistake(
        "turns_upside_down",
        "images[:, ::-1, :, :]",
        "The images stand on their heads: which axis runs from left to right?",
    )
    mistake(
        "turns_the_order_of_the_images",
        "images[::-1]",
        "The first axis counts the images; the pixels of each should move.",
    )
    mistake(
        "turns_the_colours",
        "images[:, :, :, ::-1]",
        "The last axis holds a pixel's channels, not its place.",
    )
    mistake(
        "turns_around",
        "images[:, ::-1, ::-1, :]",
        "Mirroring both ways is half a turn; one axis only.",
    )
    mistake(
        "transposes",
        "np.swapaxes(images, 1, 2)",
        "Rows became columns. A mirror image has its pixels in the same rows.",
    )


def of_adding(exercise: Exercise) -> None:
    images, labels = (
        "np.concatenate([images, flip_images(images)], axis=0)",
        "np.concatenate([Y, Y], axis=1)",
    )

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("add_flipped_images", id, edit=(old, new), hint=hint)

    mistake(
        "repeats_each_label",
        labels,
        "np.repeat(Y, 2, axis=1)",
        "The labels must stand in the order of the images: all of the given ones come first.",
    )
    mistake(
        "turns_the_labels",
        labels,
        "np.concatenate([Y, Y[:, ::-1]], axis=1)",
        "Mirroring an image changes neither its label nor its place in line.",
    )
    mistake(
        "forgets_the_labels", labels, "Y", "There are twice as many images now; each needs a label."
    )
    mistake(
        "stacks_the_labels",
        labels,
        "np.concatenate([Y, Y], axis=0)",
        "Labels stand side by side in one row, one for each image.",
    )
    mistake(
        "replaces_the_images",
        f"{images}, {labels}",
        "flip_images(images), Y",
        "The mirror images are added; the given ones stay in the set.",
    )
    mistake(
        "adds_copies",
        images,
        "np.concatenate([images, images], axis=0)",
        "The same image twice teaches nothing new: the added ones should be mirrored.",
    )
    mistake(
        "puts_mirror_images_first",
        images,
        "np.concatenate([flip_images(images), images], axis=0)",
        "The given images come first.",
    )


def of_cropping(exercise: Exercise) -> None:
    def mistake(id: str, new: str, hint: str) -> None:
        line = "images[:, top:top + height, left:left + width, :]"
        exercise.mistake("crop_images", id, edit=(line, new), hint=hint)

    mistake(
        "takes_sizes_for_ends",
        "images[:, top:height, left:width, :]",
        "A slice wants where it ends, not how long it is.",
    )
    mistake(
        "swaps_rows_and_columns",
        "images[:, left:left + width, top:top + height, :]",
        "Rows come before columns: height belongs to the first of the two axes.",
    )
    mistake(
        "takes_one_more",
        "images[:, top:top + height + 1, left:left + width + 1, :]",
        "A slice stops before its end: nothing has to be added.",
    )
    mistake(
        "starts_at_the_corner",
        "images[:, :height, :width, :]",
        "The rectangle begins at top and left, not in the image's corner.",
    )
    mistake(
        "swaps_the_corner",
        "images[:, left:left + height, top:top + width, :]",
        "top counts rows, left counts columns.",
    )


def of_random_crops(exercise: Exercise) -> None:
    tops, lefts = "np.random.randint(0, h - height + 1)", "np.random.randint(0, w - width + 1)"

    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("random_crops", id, edits=edits, hint=hint)

    mistake(
        "never_reaches_the_last_place",
        (tops, "np.random.randint(0, max(h - height, 1))"),
        (lefts, "np.random.randint(0, max(w - width, 1))"),
        hint="randint leaves its upper end out: count the places at which the rectangle fits.",
    )
    mistake(
        "cuts_all_at_one_place",
        (
            "    for i in range(m):\n",
            f"    top = {tops}\n    left = {lefts}\n    for i in range(m):\n",
        ),
        (f"        top = {tops}\n        left = {lefts}\n", ""),
        hint="Every image gets a place of its own: seed once before the loop, and draw inside it.",
    )
    mistake(
        "draws_the_column_first",
        (f"top = {tops}", "pass"),
        (f"        left = {lefts}\n", f"        left = {lefts}\n        top = {tops}\n"),
        hint="The places are random as they should be, but drawn in another order: row first.",
    )
    mistake(
        "draws_all_rows_first",
        (
            "    for i in range(m):\n",
            f"    tops = [{tops} for _ in range(m)]\n    for i in range(m):\n",
        ),
        (f"        top = {tops}\n", "        top = tops[i]\n"),
        hint="The places are random as they should be, but drawn in another order: image by image.",
    )
    mistake(
        "does_not_seed",
        ("np.random.seed(seed)", ""),
        hint="Seed NumPy's random state with the seed that is given, once.",
    )
    mistake(
        "cuts_at_the_corner",
        (f"top = {tops}", f"top = 0 * {tops}"),
        (f"left = {lefts}", f"left = 0 * {lefts}"),
        hint="The place is drawn but never used.",
    )


def of_shearing(exercise: Exercise) -> None:
    shift, move = (
        "y // rows_per_pixel",
        "sheared[:, y, shift:, :] = images[:, y, :width - shift, :]",
    )

    def mistake(id: str, old: str, new: str, hint: str) -> None:
        exercise.mistake("shear_images", id, edit=(old, new), hint=hint)

    mistake(
        "wraps_around",
        move,
        "sheared[:, y] = np.roll(images[:, y], shift, axis=1)",
        "What leaves on the right is lost: it does not come in again on the left.",
    )
    mistake(
        "moves_to_the_left",
        move,
        "sheared[:, y, :width - shift, :] = images[:, y, shift:, :]",
        "The rows move to the right: where do the zeros come in?",
    )
    mistake(
        "moves_all_rows_alike",
        shift,
        "height // 2 // rows_per_pixel",
        "Moving the whole image is no slant: the shift depends on the row.",
    )
    mistake(
        "moves_by_the_row",
        shift,
        "min(y, width)",
        "rows_per_pixel says after how many rows the shift grows by one.",
    )
    mistake(
        "rounds_to_nearest",
        shift,
        "int(np.floor(y / rows_per_pixel + 0.5))",
        "The shift is rounded down: it grows only when a full number of rows is done.",
    )
    mistake(
        "counts_rows_from_one",
        shift,
        "(y + 1) // rows_per_pixel",
        "The uppermost row has number 0 and stays where it is.",
    )
    mistake(
        "repeats_the_edge",
        move,
        move + "\n        sheared[:, y, :shift, :] = images[:, y, :1, :]",
        "Zeros come in from the left, not copies of the first pixel.",
    )
    mistake(
        "slants_from_below",
        shift,
        "(height - 1 - y) // rows_per_pixel",
        "Rows further down move further; yours stay.",
    )


def of_stopping(exercise: Exercise) -> None:
    def mistake(id: str, *edits: tuple[str, str], hint: str) -> None:
        exercise.mistake("early_stopping", id, edits=edits, hint=hint)

    better, stop = "dev_errors[epoch] < dev_errors[best_epoch]", "epoch - best_epoch >= patience"
    mistake(
        "compares_with_the_training_error",
        (stop, "dev_errors[epoch] > train_errors[epoch]"),
        hint="The dev error lies above the training error nearly always. What matters is when it "
        "begins to rise.",
    )
    mistake(
        "returns_where_it_stopped",
        ("return best_epoch, epoch", "return epoch, epoch"),
        hint="By the time you stop, the model has become worse: which epoch's parameters do you want?",
    )
    mistake(
        "compares_with_the_epoch_before",
        (better, "dev_errors[epoch] < dev_errors[max(epoch - 1, 0)]"),
        hint="A small dip on the way up is no new best: compare with the best epoch so far.",
    )
    mistake(
        "waits_one_epoch_too_long",
        (stop, "epoch - best_epoch > patience"),
        hint="Count by hand with a patience of 1: how many epochs without improvement do you allow?",
    )
    mistake(
        "has_no_patience",
        (stop, "epoch - best_epoch >= 1"),
        hint="A single bad epoch is no rise yet; the patience is an argument of the function.",
    )
    mistake(
        "never_stops",
        (stop, "False"),
        hint="Whoever trains to the end and then looks back has not stopped early.",
    )
    mistake(
        "counts_standing_still_as_better",
        (better, "dev_errors[epoch] <= dev_errors[best_epoch]"),
        hint="An epoch as good as the best one is no improvement.",
    )
    mistake(
        "watches_the_training_error",
        (better, "train_errors[epoch] < train_errors[best_epoch]"),
        hint="The training error falls on and on while the model overfits: watch the other one.",
    )
    mistake(
        "counts_epochs_from_one",
        ("return best_epoch, epoch", "return best_epoch + 1, epoch + 1"),
        ("return best_epoch, len(dev_errors) - 1", "return best_epoch + 1, len(dev_errors)"),
        hint="The first epoch has number 0.",
    )
