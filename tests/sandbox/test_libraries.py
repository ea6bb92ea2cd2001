"""What a declared library offers works in a locked child, which can open no file and start no thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model.exercise import Limits
from grader.model.outcome import Ending
from grader.sandbox.judge.sandbox import Sandbox
from tests.sandbox.programs import call, program

LIMITS = Limits(submission_cpu_seconds=100.0)
DATA = "import io\nimport pandas as pd\nt = pd.DataFrame({'a': [1, 1, 2], 'b': [2.0, 3.0, 4.0]})\n"
DRAWN = "import io\nimport matplotlib.pyplot as plt\nimport pandas as pd\n"
LEARNT = """
import sklearn
from sklearn import cluster, datasets, decomposition, ensemble, linear_model, manifold
from sklearn import model_selection, pipeline, preprocessing, svm
from sklearn.feature_extraction.text import TfidfVectorizer
X, y = np.random.RandomState(0).randn(20, 2), [0, 1] * 10
"""
USES: Mapping[tuple[str, ...], tuple[str, Mapping[str, str]]] = {
    ("scipy",): (
        "import scipy\nfrom scipy import fft, integrate, linalg, optimize, sparse, spatial, stats\n",
        {
            "a minimum": "optimize.minimize(lambda x: (x**2).sum(), [1.0, 2.0]).success",
            "a linear program": "optimize.linprog([1, 1], bounds=[(0, 1)] * 2).success",
            "a sparse system": "sparse.linalg.spsolve(sparse.eye(3, format='csc'), np.ones(3)).sum() == 3",
            "a test": "stats.ttest_ind([1, 2, 3.0], [2, 3, 4.0]).pvalue > 0",
            "a density": "stats.gaussian_kde(np.arange(9.0))(0)[0] > 0",
            "an integral": "integrate.quad(lambda x: x, 0, 1)[0] == 0.5",
            "a differential equation": "integrate.solve_ivp(lambda t, y: -y, [0, 1], [1.0]).success",
            "a large decomposition": "linalg.svd(np.random.randn(200, 200))[1].size == 200",
            "distances": "spatial.distance.cdist(np.ones((2, 2)), np.ones((2, 2))).sum() == 0",
            "a name of the package": "scipy.special.expit(0) == 0.5 and scipy.signal.convolve([1], [1]) == [1]",
        },
    ),
    ("pandas",): (
        DATA,
        {
            "a file in memory": "pd.read_csv(io.StringIO('a,b\\n1,x\\n2,y')).a.sum() == 3",
            "a time zone": "pd.Timestamp('2020', tz='Europe/Berlin').tz_convert('US/Pacific').hour == 15",
            "a table as text": "'a' in t.to_string() and 'a' in t.to_html() and 'a' in t.to_csv()",
            "groups": "t.groupby('a').agg({'b': ['mean', 'max']}).shape == (2, 2)",
            "a pivot": "t.pivot_table(index='a', values='b').shape == (2, 1)",
            "a query": "t.query('a > 1').shape == (1, 2) and t.eval('c = a * 2').c.sum() == 8",
            "months": "pd.date_range('2020', periods=3, freq='ME').day_name()[0] == 'Friday'",
            "windows": "t.rolling(2).mean().shape == t.ewm(span=3).mean().shape",
            "days": "pd.Series(range(4), index=pd.date_range('2020', periods=4)).resample('2D').sum().size == 2",
            "classes": "pd.cut([1, 2, 3], 2).codes.size == 3 and pd.get_dummies(t.a).shape == (3, 2)",
            "a plot": "refused(lambda: t.plot())",
        },
    ),
    ("sklearn",): (
        LEARNT,
        {
            "a model": "linear_model.LogisticRegression().fit(X, y).coef_.shape == (1, 2)",
            "trees": "ensemble.HistGradientBoostingClassifier(max_iter=3).fit(X, y).n_iter_ == 3",
            "several jobs": "ensemble.RandomForestClassifier(5, n_jobs=2).fit(X, y).score(X, y) > 0",
            "a search": "model_selection.GridSearchCV(svm.SVC(), {'C': [1, 2]}, n_jobs=2).fit(X, y).best_score_ > 0",
            "clusters": "cluster.KMeans(2, n_init=2).fit(X).labels_.size == 20",
            "a pipeline": "pipeline.make_pipeline(preprocessing.StandardScaler(), decomposition.PCA(1)).fit_transform(X).size == 20",
            "a data set": "datasets.load_iris().data.shape == (150, 4)",
            "texts": "TfidfVectorizer().fit_transform(['a bc', 'bc de']).shape[0] == 2",
            "neighbours": "manifold.TSNE(perplexity=5).fit_transform(X).shape == (20, 2)",
        },
    ),
    ("matplotlib", "pandas"): (
        DRAWN,
        {
            "a tight layout": "plt.title('é $x^2$', fontsize=19, fontweight='bold') and plt.tight_layout() is None",
            "a drawing": "plt.plot([1, 2], label='$a$') and plt.legend() and plt.gcf().canvas.draw() is None",
            "a picture in memory": "plt.savefig(data := io.BytesIO()) is None and data.tell() > 1000",
            "a picture on the disk": "plt.savefig('plot.png') is None and plt.gcf().savefig('a.pdf') is None",
            "a show": "plt.show() is None and plt.plot([1]) is not None",
            "contours": "plt.contourf(np.arange(9.0).reshape(3, 3)) and plt.gcf().canvas.draw() is None",
            "a style": "plt.style.use('ggplot') is None and plt.imshow(np.ones((2, 2)), cmap='viridis') is not None",
            "three dimensions": "plt.figure().add_subplot(projection='3d').plot([1], [2], [3]) and plt.gcf().canvas.draw() is None",
            "a table's plot": "pd.DataFrame({'a': [1, 2]}).plot() is not None",
        },
    ),
}  # fmt: skip
REFUSED = "\ndef refused(f):\n    try:\n        f()\n    except ImportError:\n        return True\n"
CASES = [(names, use) for names, (_, uses) in USES.items() for use in uses]


@pytest.fixture(scope="module")
def told(locked: Sandbox) -> dict[tuple[tuple[str, ...], str], object]:
    """Use -> whether it worked, or how it ended; each in a call of its own."""
    found: dict[tuple[tuple[str, ...], str], object] = {}
    for names, (before, uses) in USES.items():
        functions = [f"def use{n}():\n    return bool({u})\n" for n, u in enumerate(uses.values())]
        source = replace(program(before + REFUSED + "".join(functions)), libraries=names)
        requests = [call(f"use{n}") for n in range(len(uses))]
        outcomes = locked.run(source, requests, LIMITS).outcomes
        for n, use in enumerate(uses):
            outcome = outcomes[f"use{n}"]
            found[names, use] = (outcome.ending is Ending.RETURNED and outcome.value) or outcome
    return found


@pytest.mark.parametrize(("names", "use"), CASES)
def test_declared_library_works(
    told: dict[tuple[tuple[str, ...], str], object], names: tuple[str, ...], use: str
) -> None:
    """Whatever it imports or reads for that is there already."""
    assert told[names, use] is True, told[names, use]


def test_zygotes_have_one_thread(locked: Sandbox, told: object) -> None:
    """A fork of a process with several threads would hang in locks that nobody holds any more."""
    zygotes = [zygote.pid for zygote in locked._spawner._others.values()]  # type: ignore[attr-defined]
    assert len(zygotes) > 1
    assert {len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in zygotes} == {1}


def test_undeclared_library(locked: Sandbox, told: object) -> None:
    """An exercise that declares none finds none, whatever was graded before it."""
    source = "def f():\n    import sys\n    return sorted({'scipy', 'pandas'} & set(sys.modules))"
    assert locked.run(program(source), [call("f")], Limits()).outcomes["f"].value == []
