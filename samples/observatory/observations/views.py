from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import JsonResponse
from django.utils import timezone
from django.views.generic import DetailView, ListView, MonthArchiveView, UpdateView

from .models import Night, Observation, Target


@login_required
def tonight(request):
    observations = Observation.objects.filter(night__date=timezone.localdate()).select_related("target")
    return JsonResponse({"tonight": [str(observation) for observation in observations]})


class NightArchive(MonthArchiveView):
    queryset = Night.objects.select_related("site")
    date_field = "date"
    month_format = "%m"
    allow_future = True


class TargetList(ListView):
    model = Target
    paginate_by = 100


class TargetDetail(DetailView):
    model = Target


class Reschedule(PermissionRequiredMixin, UpdateView):
    permission_required = "observations.reschedule_observation"
    model = Observation
    fields = ["night"]
    success_url = "/observations/tonight/"
