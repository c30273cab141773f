using System.Text.Json.Serialization;
using EphemeralAgents.Azure.ContainerGroups;
using EphemeralAgents.Azure.Failures;
using EphemeralAgents.Azure.Networks;

namespace EphemeralAgents.Azure;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContainerGroupBody))]
[JsonSerializable(typeof(ContainerGroupView))]
[JsonSerializable(typeof(ContainerGroupList))]
[JsonSerializable(typeof(ContainerLog))]
[JsonSerializable(typeof(NetworkView))]
[JsonSerializable(typeof(IdentityView))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class AzureJson : JsonSerializerContext;
