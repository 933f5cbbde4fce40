from django.urls import path

from . import views

app_name = "telescopes"

urlpatterns = [
    path("", views.telescope_list, name="list"),
    path("<slug:slug>/", views.telescope_detail, name="detail"),
    path("<slug:slug>/maintenance/", views.plan_maintenance, name="maintenance"),
]
