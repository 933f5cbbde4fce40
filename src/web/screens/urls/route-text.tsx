/** A route with its parameters (`<int:pk>`, `(?P<pk>…)`) lit. */
export const RouteText = ({ route }: { readonly route: string }) =>
  route.split(/(<[^<>]+>|\(\?P<\w+>[^()]*\))/).map((part, index) => (
    <span key={`${index} ${part}`} className={index % 2 === 1 ? "url-parameter" : undefined}>
      {part}
    </span>
  ));
