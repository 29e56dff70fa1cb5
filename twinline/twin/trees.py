"""Boosted trees as plain numbers: small to keep, no pickle, and asked without the library that grew them.

Trees of eight leaves are asked by QuickScorer (Lucchese et al. 2015). A split is a code beyond a threshold; it rules out the
leaves on its left. Whatever order the splits are asked in, the first leaf that is left is the one that a customer falls into,
and eight leaves are the bits of one byte: all customers are asked at once, and no tree is walked.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from generators.parameters import Floats

LEAVES: Final = 8
BINS: Final = 63  # values of a feature that trees can tell apart
_ALL: Final = np.uint8(2**LEAVES - 1)
_FIRST: Final = np.array([(left & -left).bit_length() - 1 for left in range(2**LEAVES)])  # of the leaves that are left

Codes = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]


def edges(features: Matrix, weight: Floats) -> Matrix:
    """Where the codes of each feature begin: a row a feature, filled up with infinity.

    Each of a few values gets a code of its own; many get codes of customers who together weigh the same.
    """
    found = np.full((features.shape[1], BINS - 1), np.inf)
    for row, column in zip(found, features.T, strict=True):
        values = np.unique(column)
        if len(values) <= BINS:
            between = (values[1:] + values[:-1]) / 2
        else:
            between = np.unique(np.quantile(column, np.arange(1, BINS) / BINS, weights=weight, method="inverted_cdf"))
        row[: len(between)] = between
    return found


def encoded(features: Matrix, edges: Matrix) -> Codes:
    """Features as codes, a column each, for those features that there are edges of."""
    codes = np.empty(features.shape, dtype=np.uint8, order="F")
    for place, between in enumerate(edges[: features.shape[1]]):
        codes[:, place] = np.searchsorted(between, features[:, place])
    return codes


@dataclass(frozen=True)
class Trees:
    """A sum of trees: `start` and a leaf of each.

    By tree and split: the `feature` asked, the `threshold` beyond which its code must lie for the split to rule out leaves,
    and a bit for each leaf that it keeps (all where there is no such split). By tree and leaf, from the left: `leaves`.
    """

    start: np.float64
    feature: Codes
    threshold: Codes
    keeps: Codes
    leaves: npt.NDArray[np.float32]

    @classmethod
    def of(cls, model: Any) -> "Trees":
        """Those of a fitted `HistGradientBoostingRegressor` of scikit-learn on codes, which has no public name for them."""
        grown = [tree for (tree,) in model._predictors]
        shape = (len(grown), LEAVES - 1)
        feature, threshold = np.zeros(shape, dtype=np.uint8), np.full(shape, _ALL)
        keeps, leaves = np.full(shape, _ALL), np.zeros((len(grown), LEAVES), dtype=np.float32)
        for number, tree in enumerate(grown):
            splits: list[tuple[int, int, int]] = []
            values: list[float] = []
            _walk(tree.nodes, 0, splits, values)
            for place, split in enumerate(splits):
                feature[number, place], threshold[number, place], keeps[number, place] = split
            leaves[number, : len(values)] = values
        return cls(np.float64(np.squeeze(model._baseline_prediction)), feature, threshold, keeps, leaves)

    def predict(self, codes: Codes) -> Floats:
        """The sum for each row of codes."""
        total, size = np.full(len(codes), self.start), len(codes)
        beyond, rules_out = np.empty(size, dtype=bool), np.empty(size, dtype=np.uint8)
        codes = np.asfortranarray(codes)
        for splits, leaves in zip(zip(self.feature, self.threshold, self.keeps, strict=True), self.leaves, strict=True):
            out = np.zeros(size, dtype=np.uint8)
            for feature, threshold, keeps in zip(*splits, strict=True):
                if keeps != _ALL:  # in place: every customer is asked hundreds of times
                    np.greater(codes[:, feature], threshold, out=beyond)
                    np.multiply(beyond.view(np.uint8), _ALL - keeps, out=rules_out)
                    np.bitwise_or(out, rules_out, out=out)
            total += leaves[_FIRST[::-1]][out]
        return total


def _walk(nodes: Any, place: int, splits: list[tuple[int, int, int]], leaves: list[float]) -> None:
    """Add the splits below a node, as `Trees` has them, and its leaves from the left."""
    node = nodes[place]
    if node["is_leaf"]:
        leaves.append(node["value"])
        return
    first = len(leaves)
    _walk(nodes, node["left"], splits, leaves)
    ruled_out = (1 << len(leaves)) - (1 << first)
    splits.append((node["feature_idx"], int(node["num_threshold"]), int(_ALL) - ruled_out))
    _walk(nodes, node["right"], splits, leaves)


__all__ = ["BINS", "LEAVES", "Codes", "Matrix", "Trees", "edges", "encoded"]
