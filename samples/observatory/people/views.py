from django.views.generic import DetailView, ListView

from .models import Astronomer, Institution


class AstronomerList(ListView):
    model = Astronomer
    paginate_by = 50


class AstronomerDetail(DetailView):
    queryset = Astronomer.objects.prefetch_related("affiliations__institution")


class InstitutionDetail(DetailView):
    model = Institution
