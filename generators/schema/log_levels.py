"""The codes that the categories of the app's technical log hold, with their titles."""

from typing import Final

from generators import parameters as p
from generators.schema.levels import Levels
from generators.schema.stream_levels import PAGE

LOG_STEP: Final[Levels] = PAGE | {"identity": ("Identity check", "身份核验")}
SYSTEM: Final[Levels] = {
    "android_12": ("Android 12", "安卓 12"),
    "android_13": ("Android 13", "安卓 13"),
    "android_14": ("Android 14", "安卓 14"),
    "ios_16": ("iOS 16", "iOS 16"),
    "ios_17": ("iOS 17", "iOS 17"),
    "harmony_3": ("HarmonyOS 3", "鸿蒙 3"),
    "harmony_4": ("HarmonyOS 4", "鸿蒙 4"),
}
APP_VERSION: Final[Levels] = {
    version: (version, version) for version in sorted([release[0] for release in p.APP_RELEASES] + [p.FIX_VERSION])
}
CARRIER: Final[Levels] = {
    "mobile": ("Mobile", "移动"),
    "telecom": ("Telecom", "电信"),
    "unicom": ("Unicom", "联通"),
}
SOURCE: Final[Levels] = {
    "icon": ("App icon", "桌面图标"),
    "push": ("Push message", "消息推送"),
    "sms_link": ("Link in an SMS", "短信链接"),
    "wecom_link": ("Link on WeCom", "企业微信链接"),
    "mini_program": ("Mini program", "小程序跳转"),
}
LOG_ERROR: Final[Levels] = {
    "crash": ("App crashed", "闪退"),
    "server_busy": ("Server busy", "服务繁忙"),
    "network": ("No network", "网络中断"),
    "given_up": ("Given up while loading", "加载中离开"),
}
