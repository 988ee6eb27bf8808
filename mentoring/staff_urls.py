"""Addresses of the network's staff, and of the letters that they and the sites read."""

from django.urls import path

from .views import board, impact, load, off_hub, reports, staff, unmet

staff_patterns = [
    path("mentoring/board/", board.board, name="board"),
    path("mentoring/board/<int:pk>/", staff.look_after, name="look_after"),
    path("mentoring/board/<int:pk>/<slug:verb>/", staff.act, name="staff_act"),
    path("mentoring/sites-load/", load.load, name="load"),
    path("mentoring/unmet/", unmet.unmet, name="unmet"),
    path("mentoring/off-hub/", off_hub.off_hub, name="off_hub"),
    path("mentoring/off-hub/<int:pk>/", off_hub.change_off_hub, name="change_off_hub"),
    path("mentoring/report/", reports.report, name="report"),
    path("mentoring/report.csv", reports.report_csv, name="report_csv"),
    path("mentoring/report.xlsx", reports.report_workbook, name="report_workbook"),
    path("mentoring/sites/<int:pk>/impact/<int:year>/", impact.impact, name="impact"),
]
