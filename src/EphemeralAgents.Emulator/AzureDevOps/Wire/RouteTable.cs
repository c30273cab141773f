namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>Maps routes below <c>/{organization}/</c> to functions of a <see cref="Call"/>, and their refusals to error bodies.</summary>
internal sealed class RouteTable(IEndpointRouteBuilder app, Organization organization)
{
    public void Get(string path, Func<Call, IResult> answer) => Map("GET", path, Gated(answer));
    public void Post(string path, Func<Call, IResult> answer) => Map("POST", path, Gated(answer));
    public void Put(string path, Func<Call, IResult> answer) => Map("PUT", path, Gated(answer));
    public void Patch(string path, Func<Call, IResult> answer) => Map("PATCH", path, Gated(answer));
    public void Delete(string path, Func<Call, IResult> answer) => Map("DELETE", path, Gated(answer));

    /// <summary>For what waits, or calls back to the orchestrator: such an answer guards the state itself.</summary>
    public void Ungated(string method, string path, Func<Call, Task<IResult>> answer) => Map(method, path, answer);

    /// <summary>For what anybody may ask.</summary>
    public void Anonymous(string method, string path, Func<Call, IResult> answer) => Map(method, path, Gated(answer), anonymous: true);

    // Requests change the state one at a time, so every answer is a plain function of it.
    private Func<Call, Task<IResult>> Gated(Func<Call, IResult> answer) => call =>
    {
        lock (organization.Gate) return Task.FromResult(answer(call));
    };

    private void Map(string method, string path, Func<Call, Task<IResult>> answer, bool anonymous = false) => app.MapMethods($"/{{organization}}/{path}", [method], async (HttpContext http) =>
    {
        if (!World.Organization.Equals((string?)http.Request.RouteValues["organization"], StringComparison.OrdinalIgnoreCase)) return NotFound();
        var token = SignIn.Authenticate(http.Request, organization);
        if (token is null && !anonymous) return SignIn.Refuse(http);
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, http.RequestAborted);
        try
        {
            return await answer(new Call(http, organization, token, content.ToArray()));
        }
        catch (RefusedException refused)
        {
            return Json.Error(refused);
        }
        catch (FormatException malformed)
        {
            return Json.Error(RefusedException.BadArgument(malformed.Message));
        }
    });

    private static IResult NotFound() => Results.Text("<!DOCTYPE html><html><body>404 - The resource cannot be found.</body></html>", "text/html; charset=utf-8", statusCode: 404);
}
