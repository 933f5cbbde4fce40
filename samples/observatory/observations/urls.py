from django.urls import include, path

from . import views

app_name = "observations"

target_patterns = [
    path("", views.TargetList.as_view(), name="targets"),
    path("<slug:slug>/", views.TargetDetail.as_view(), name="target"),
]

urlpatterns = [
    path("tonight/", views.tonight, name="tonight"),
    path("nights/<int:year>/<int:month>/", views.NightArchive.as_view(), name="nights"),
    path("targets/", include(target_patterns)),
    path("<int:pk>/reschedule/", views.Reschedule.as_view(), name="reschedule"),
]
