from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="observations:tonight"), name="home"),
    path("admin/", admin.site.urls),
    path("people/", include("people.urls")),
    path("telescopes/", include("telescopes.urls")),
    path("observations/", include("observations.urls")),
    path("publications/", include("publications.urls", namespace="papers")),
]
