namespace Streaming.Transport.Pipeline;

/// <summary>
/// A filter or validator of the server that also looks at reactions and at what users show of themselves (<see cref="MessageContent.IsRemark"/>).
/// There is nothing to put in their place, and nowhere to flag them: they are refused, or pass.
/// </summary>
internal interface ISeesRemarks;
