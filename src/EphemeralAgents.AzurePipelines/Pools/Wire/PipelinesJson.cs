using System.Text.Json.Serialization;

namespace EphemeralAgents.AzurePipelines.Pools.Wire;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Collection<QueueRecord>), TypeInfoPropertyName = "Queues")]
[JsonSerializable(typeof(Collection<PoolRecord>), TypeInfoPropertyName = "Pools")]
[JsonSerializable(typeof(Collection<AgentRecord>), TypeInfoPropertyName = "Agents")]
[JsonSerializable(typeof(Collection<PackageRecord>), TypeInfoPropertyName = "Packages")]
[JsonSerializable(typeof(AgentRecord))]
[JsonSerializable(typeof(NewAgent))]
[JsonSerializable(typeof(AddedAgent))]
[JsonSerializable(typeof(ConnectionData))]
[JsonSerializable(typeof(ServiceError))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>), TypeInfoPropertyName = "Capabilities")]
internal sealed partial class PipelinesJson : JsonSerializerContext;
