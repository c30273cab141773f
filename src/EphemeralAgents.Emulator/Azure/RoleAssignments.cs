using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>Who may do what and where: a role is its set of actions, <c>*</c> stands for any text in an action.</summary>
public sealed class RoleAssignments
{
    private sealed record Assignment(string PrincipalId, string Scope, string[] Actions);

    private readonly Lock _lock = new();
    private readonly List<Assignment> _assignments = [];

    /// <summary>Lets a principal (by the id of its <see cref="Principal"/>) do the actions at the scope and below it.</summary>
    public void Grant(string principalId, string scope, params string[] actions)
    {
        lock (_lock) _assignments.Add(new(principalId, scope.TrimEnd('/'), actions));
    }

    /// <summary>Takes back everything that a principal may do at exactly this scope.</summary>
    public void Revoke(string principalId, string scope)
    {
        lock (_lock) _assignments.RemoveAll(one => one.PrincipalId == principalId && one.Scope.Equals(scope.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Takes one action back wherever the principal has it.</summary>
    public void Forbid(string principalId, string action)
    {
        lock (_lock)
        {
            for (var i = 0; i < _assignments.Count; i++)
            {
                var one = _assignments[i];
                if (one.PrincipalId == principalId) _assignments[i] = one with { Actions = [.. one.Actions.Where(allowed => !Covers(allowed, action))] };
            }
        }
    }

    internal bool Allow(string principalId, string action, string scope)
    {
        lock (_lock) return _assignments.Exists(one => one.PrincipalId == principalId && Contains(one.Scope, scope) && Array.Exists(one.Actions, allowed => Covers(allowed, action)));
    }

    /// <summary>Whether the principal has any role at all at the scope or below it: then it sees the scope in lists.</summary>
    internal bool Know(string principalId, string scope)
    {
        lock (_lock) return _assignments.Exists(one => one.PrincipalId == principalId && (Contains(scope, one.Scope) || Contains(one.Scope, scope)));
    }

    private static bool Contains(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.OrdinalIgnoreCase) && (inner.Length == outer.Length || inner[outer.Length] == '/');

    private static bool Covers(string allowed, string action)
    {
        var star = allowed.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? allowed.Equals(action, StringComparison.OrdinalIgnoreCase)
            : action.StartsWith(allowed[..star], StringComparison.OrdinalIgnoreCase) && action.EndsWith(allowed[(star + 1)..], StringComparison.OrdinalIgnoreCase);
    }
}
