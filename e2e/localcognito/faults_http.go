package localcognito

import (
	"net/http"
	"slices"
)

// serveFaults answers GET /_local/faults with the list.
func (s *Server) serveFaults(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, "application/json", s.faults.List())
}

// addFault answers POST /_local/faults, which brings a [Fault], with the fault.
func (s *Server) addFault(w http.ResponseWriter, r *http.Request) {
	var add Fault
	if !readLocal(w, r, &add) {
		return
	}
	id, err := s.faults.Add(add)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	list := s.faults.List()
	if i := slices.IndexFunc(list, func(f Fault) bool { return f.ID == id }); i >= 0 {
		add = list[i]
	}
	writeJSON(w, "application/json", add)
}

// clearFaults answers DELETE /_local/faults?id=, several ids or none for all, with
// those that are left.
func (s *Server) clearFaults(w http.ResponseWriter, r *http.Request) {
	s.faults.Clear(r.URL.Query()["id"]...)
	s.serveFaults(w, r)
}
