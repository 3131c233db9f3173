"""Names that move rows about, fit models or learn from all rows, in the libraries courses use."""

from __future__ import annotations

import ast

PREPROCESSORS = frozenset(
    {
        *("StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "PCA"),
        *("PowerTransformer", "QuantileTransformer", "TruncatedSVD", "SelectKBest", "RFE"),
        *("SelectPercentile", "SelectFromModel", "SimpleImputer", "KNNImputer"),
        *("IterativeImputer", "KBinsDiscretizer", "TargetEncoder"),
    }
)
"""Classes that learn something from every row they are fitted on."""
RESAMPLERS = ("fit_resample",)
FITS = ("fit", "partial_fit", "fit_predict", "train_on_batch")
PREDICTS = ("predict", "predict_proba", "decision_function", "predict_log_proba", "transform")
SAME_ROWS = frozenset(
    {
        *("values", "to_numpy", "astype", "float", "double", "int", "long", "copy", "numpy"),
        *("detach", "cpu", "cuda", "to", "tensor", "as_tensor", "from_numpy", "FloatTensor"),
        *("Tensor", "array", "asarray", "reshape", "ravel", "flatten", "squeeze", "unsqueeze"),
        *("view", "reset_index"),
    }
)
"""Methods and functions that hand on the same rows in another form."""
SAME_COLUMNS = frozenset(
    {
        *("copy", "dropna", "fillna", "sample", "head", "tail", "astype", "reset_index"),
        *("replace", "sort_values", "drop_duplicates", "query"),
    }
)
"""Methods of a table that leave its columns alone."""
_MOST_PARTS = 20
"""Of a name with dots; each of them is looked up by all that stand before it."""
CROSS = ("cross_val_score", "cross_validate", "cross_val_predict")


def dotted(node: ast.AST) -> str:
    """A dotted name such as `self.model`, or nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _MOST_PARTS:
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
