"""档案 dossier: 一楼一册 and 一企一档 as pages, their lists, the search, what is taken out."""
