import torch
s, e = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
s.record(); x = torch.ones(7, device='cuda').sum(); e.record(); torch.cuda.synchronize()
print(torch.cuda.get_device_name(0), torch.cuda.memory_allocated(), torch.cuda.get_device_properties(0).total_memory, s.elapsed_time(e))
print(torch.cuda.mem_get_info(), torch.cuda.get_device_capability(), torch.cuda.device_count())
with torch.cuda.stream(torch.cuda.Stream()): ANSWER = x.item()
torch.cuda.empty_cache()
