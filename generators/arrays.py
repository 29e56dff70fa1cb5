"""Names for the arrays that the engine passes around: what an entry is, never how long the array is."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]  # indexes of a tuple of names, or of a table of parameters
Rows = npt.NDArray[np.intp]  # positions of customers in a block, or of entries in an array
Words = npt.NDArray[np.uint64]  # 64 bits of chance an entry
Lane = npt.NDArray[np.uint16]  # 16 bits of chance an entry
Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]
