from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import CreateView, DetailView, ListView

from .models import Publication


class PublicationList(ListView):
    queryset = Publication.objects.filter(state=Publication.State.PUBLISHED)


class PublicationDetail(DetailView):
    model = Publication


class PublicationCreate(LoginRequiredMixin, CreateView):
    model = Publication
    fields = ["title", "abstract", "journal"]


def by_doi(request, doi):
    return redirect("papers:detail", pk=get_object_or_404(Publication, doi=doi).pk)
