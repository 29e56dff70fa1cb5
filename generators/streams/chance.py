"""What the draws of the event streams are for."""

from enum import IntEnum


class StreamPurpose(IntEnum):
    """Numbers of draws, 3001 to 3099. Append only: a new number is a new bank.

    3020, 3023 and 3060 are drawn in `generators.month.service`.
    """

    SESSIONS = 3001
    SESSION = 3002
    DEVICE = 3003
    WECOM_ADD = 3010
    WECOM_DELETE = 3011
    WECOM_LEFT = 3012
    WECOM_COUNT = 3013
    WECOM_MESSAGE = 3014
    WECOM_DAY = 3015
    CALL_FEE = 3021
    CALL_CANCEL = 3022
    CALL_ENQUIRY = 3024
    POST = 3030
    POST_DETAIL = 3031
    DIRTY_PERSON = 3040
    DIRTY_CELL = 3041
    DIRTY_PURCHASE = 3042
    # The app's technical log.
    LOG_VISIT = 3050
    LOG_CRASHES = 3051
    LOG_CRASH = 3052
    LOG_PHONE = 3053
    LOG_SLOW_ARM = 3054
    # The outcry.
    OUTCRY_POST = 3061
    OUTCRY_DETAIL = 3062
    # Asked to add the manager on WeCom.
    JOIN_PLACE = 3070
    JOIN_ASKED = 3071
