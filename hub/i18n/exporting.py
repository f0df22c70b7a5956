"""What the command says about exports (``hub.i18n``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.i18n.speaking import Both

EXPORTING: Final[Mapping[str, Both]] = {
    "export-ending": (
        "{file} does not end as its format does: use one of {known}",
        "{file} 的扩展名与格式不符：可用 {known}",
    ),
    "export-of-what": (
        "name what goes into the file: --report NAME or --table NAME, one of them",
        "请指明导出内容：--report 报表名 或 --table 表名，二者取一",
    ),
    "export-exists": (
        "{file} is there already: choose another name, or write over it with --replace",
        "{file} 已存在：请换一个文件名，或用 --replace 覆盖",
    ),
    "table-guarded": (
        "table {table} may tell who rated: for a department there are {known}, and every report",
        "表 {table} 可能暴露评价人：部门可导出 {known}，以及各报表",
    ),
    "table-without-department": (
        "table {table} tells nothing of departments: leave --department out",
        "表 {table} 不含部门：请去掉 --department",
    ),
    "no-quarter": (
        "there are no figures of quarter {quarter}: there are {known}",
        "没有 {quarter} 季度的数字：现有 {known}",
    ),
}
