def search_pages(q,**k): return None
